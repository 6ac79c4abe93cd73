import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';
import type { PermissionDto } from './permissions.dto.js';

@Injectable()
export class PermissionQueries {
  constructor(private readonly database: Database) {}

  async all(): Promise<PermissionDto[]> {
    return this.database.query<PermissionDto>(
      `SELECT name, description, source FROM permissions ORDER BY name`,
    );
  }
}
