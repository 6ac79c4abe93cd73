#!/bin/sh
# Random secrets for docker/compose.yaml: sh docker/make-env.sh > docker/.env
set -eu
umask 077

hex() { openssl rand -hex "$1"; }

cat <<ENV
POSTGRES_PASSWORD=$(hex 24)
OWNER_PASSWORD=$(hex 24)
APP_PASSWORD=$(hex 24)
ENCRYPTION_KEYS=k1:$(openssl rand -base64 32)
PASSWORD_PEPPER=$(hex 32)
METRICS_TOKEN=$(hex 32)
ENV
