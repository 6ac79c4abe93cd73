import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import type { Id } from '../../../kernel/id.js';
import { Random } from '../../../kernel/random.js';
import { Directories } from '../domain/directories.js';

/** Makes a directory for a tenant that keeps its people apart. Part of the caller's transaction. */
@Injectable()
export class OpenDirectory {
  constructor(
    private readonly directories: Directories,
    private readonly random: Random,
    private readonly clock: Clock,
  ) {}

  async execute(): Promise<Id> {
    const id = this.random.id();
    await this.directories.addIsolated(id, this.clock.now());
    return id;
  }
}
