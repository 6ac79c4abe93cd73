/**
 * Profiles from memory, else from what another node left in Redis, else from one statement. A change announces a tag
 * and drops them on every node within a second; while the bus is down nothing older than 700 ms is believed.
 */
import { Injectable } from '@nestjs/common';
import type { Id } from '../../../kernel/id.js';
import { RevocableCache, RevocableCaches, type Kept } from '../../../platform/cache/revocable-cache.js';
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
  readonly tenantId: Id | null;
  readonly tags: readonly string[];
  readonly profile: AccessProfile;
}

@Injectable()
export class CachedAccessProfiles implements AccessProfiles {
  private readonly held: RevocableCache<Held>;
  /** By tenant, then by subject: putting the two together into one key would cost more than the decision. */
  private readonly index = new Map<Id | null, Map<Id, Kept<Held>>>();

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
      onKeep: (kept) => {
        this.ofTenant(kept.value.tenantId).set(kept.value.profile.subject.id, kept);
      },
      onDrop: ({ value: { tenantId, profile } }) => {
        const subjects = this.index.get(tenantId);
        subjects?.delete(profile.subject.id);
        if (subjects?.size === 0) this.index.delete(tenantId);
      },
    });
    shared.listenFor('roles', 'roles-of', 'platform-roles', 'user');
  }

  of(tenantId: Id | null, subject: Subject): AccessProfile | Promise<AccessProfile> {
    const kept = this.index.get(tenantId)?.get(subject.id);
    return (kept && this.held.use(kept)?.profile) ?? this.load(tenantId, subject);
  }

  private ofTenant(tenantId: Id | null): Map<Id, Kept<Held>> {
    const known = this.index.get(tenantId);
    if (known) return known;
    const subjects = new Map<Id, Kept<Held>>();
    this.index.set(tenantId, subjects);
    return subjects;
  }

  private async load(tenantId: Id | null, subject: Subject): Promise<AccessProfile> {
    const key = `${tenantId ?? ''}/${subject.id}`;
    const tags = tagsFor(tenantId, subject);
    let missing: AccessProfile | undefined;
    const held = await this.held.get(key, async () => {
      const load = () => this.source.read(tenantId, subject);
      const row = await this.shared.get<ProfileRow>({ key: `profile:${key}`, tags, load });
      const profile = this.compile.execute(tenantId, subject, { ...row, grants: row.grants.map(revived) });
      if (row.belongs || row.platformRoles.length > 0) return { tenantId, tags, profile };
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
