import { Injectable } from '@nestjs/common';
import { isId, type Id } from '../../../../kernel/id.js';
import type { Subject } from '../../domain/subject.js';
import { SubjectNames } from '../../domain/subject-names.js';
import type { Entity } from './access-request.js';

/** Whom we know by the names that others have for them. */
@Injectable()
export class ResolveSubjects {
  constructor(private readonly names: SubjectNames) {}

  /** In the order of the entities; null for who is not known in the tenant. */
  async execute(tenantId: Id, entities: readonly Pick<Entity, 'type' | 'id'>[]): Promise<(Subject | null)[]> {
    const people = entities.filter(({ type }) => type === 'user').map(({ id }) => id);
    const members = people.length > 0 ? await this.names.membersNamed(tenantId, [...new Set(people)]) : null;
    return entities.map(({ type, id }) => {
      if (type === 'service-account') return serviceAccount(id.toLowerCase());
      const userId = type === 'user' ? members?.get(id) : undefined;
      return userId === undefined ? null : { type: 'user', id: userId };
    });
  }
}

/** One that does not exist holds nothing: no need to look whether it does. */
const serviceAccount = (id: string): Subject | null => (isId(id) ? { type: 'service-account', id } : null);
