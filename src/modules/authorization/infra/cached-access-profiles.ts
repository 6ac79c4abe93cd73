/**
 * Profiles from memory, else from what another node left in Redis, else from one statement. A change announces a tag
 * and drops them on every node within a second; while the bus is down nothing older than a second is believed.
 */
import { Injectable } from '@nestjs/common';
import type { Id } from '../../../kernel/id.js';
import { RevocableCache, RevocableCaches } from '../../../platform/cache/revocable-cache.js';
import { SharedAnswers } from '../../../platform/cache/shared-answers.js';
import { userTag } from '../../identity/index.js';
import { CompileProfile } from '../application/compile-profile.js';
import type { AccessProfile } from '../domain/access-profile.js';
import type { AccessProfiles } from '../domain/access-profiles.js';
import { ProfileSource, type ProfileRow } from '../domain/profile-source.js';
import { platformRolesTag, rolesTag, tenantRolesTag, type Subject } from '../domain/subject.js';
import { revived } from './sql-profile-source.js';

/** In profiles without grants; one with many weighs as much as several. */
const CAPACITY = 100_000;
const MAX_AGE_MS = 60_000;

interface Held {
  readonly tags: readonly string[];
  readonly profile: AccessProfile;
}

@Injectable()
export class CachedAccessProfiles implements AccessProfiles {
  private readonly held: RevocableCache<Held>;

  constructor(
    caches: RevocableCaches,
    private readonly shared: SharedAnswers,
    private readonly source: ProfileSource,
    private readonly compile: CompileProfile,
  ) {
    this.held = caches.create<Held>({
      name: 'permissions',
      max: CAPACITY,
      maxAgeMs: MAX_AGE_MS,
      tagsOf: ({ tags }) => tags,
      weightOf: ({ profile }) => profile.size,
    });
    shared.listenFor('roles', 'roles-of', 'platform-roles', 'user');
  }

  of(tenantId: Id | null, subject: Subject): AccessProfile | Promise<AccessProfile> {
    const key = tenantId === null ? subject.id : tenantId + subject.id;
    return this.held.peek(key)?.profile ?? this.load(key, tenantId, subject);
  }

  private async load(key: string, tenantId: Id | null, subject: Subject): Promise<AccessProfile> {
    const tags = tagsFor(tenantId, subject);
    let missing: AccessProfile | undefined;
    const held = await this.held.get(key, async () => {
      const load = () => this.source.read(tenantId, subject);
      const row = await this.shared.get<ProfileRow>({ key: `profile:${key}`, tags, load });
      const profile = this.compile.execute(tenantId, subject, { ...row, grants: row.grants.map(revived) });
      if (row.belongs || row.platformRoles.length > 0) return { tags, profile };
      missing = profile;
      return null;
    });
    return held?.profile ?? missing ?? this.compile.nothing(subject);
  }
}

function tagsFor(tenantId: Id | null, { type, id }: Subject): string[] {
  const ofTenant = tenantId === null ? [] : [rolesTag(tenantId, id), tenantRolesTag(tenantId)];
  return type === 'user' ? [...ofTenant, userTag(id), platformRolesTag(id)] : ofTenant;
}
