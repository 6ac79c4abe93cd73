import { Injectable } from '@nestjs/common';
import { providerNotConfigured, providerUnknown } from '../../domain/connections/connections.errors.js';
import { ProviderCatalogue, type ConfiguredProvider } from '../../domain/connections/provider-client.js';

@Injectable()
export class FindProvider {
  constructor(private readonly catalogue: ProviderCatalogue) {}

  /** @throws DomainError `connections.provider-unknown`, `connections.provider-not-configured` */
  execute(id: string): ConfiguredProvider {
    const configured = this.catalogue.configured(id);
    if (configured) return configured;
    const all = this.catalogue.all();
    const known = all.find(({ provider }) => provider.id === id);
    if (!known) throw providerUnknown(all.map(({ provider }) => provider.id));
    throw providerNotConfigured(known.provider.name, settingsPrefix(id));
  }
}

/** How the settings of a provider begin. */
export const settingsPrefix = (id: string): string => `CONNECT_${id.toUpperCase().replaceAll('-', '_')}`;
