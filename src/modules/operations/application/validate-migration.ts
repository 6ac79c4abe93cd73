import { Injectable } from '@nestjs/common';
import { MigrationInspection, type Finding } from '../domain/migration-inspection.js';

export interface MigrationReport {
  readonly errors: number;
  readonly findings: readonly Finding[];
}

/** Says whether a system that was moved here stands as it should: isolated tenants, and roles that exist. */
@Injectable()
export class ValidateMigration {
  constructor(private readonly inspection: MigrationInspection) {}

  async execute(): Promise<MigrationReport> {
    const findings = [...(await this.inspection.findings())];
    // Errors first; otherwise as they were found.
    findings.sort((a, b) => rank(a) - rank(b));
    return { errors: findings.filter((finding) => rank(finding) === 0).length, findings };
  }
}

function rank({ severity }: Finding): number {
  return severity === 'error' ? 0 : 1;
}
