import {
  CheckImportedUser,
  ImportUsers,
  SHARED_DIRECTORY_ID,
  type ImportedFields,
  type RowFault,
  type UserCandidate,
} from '../modules/identity/index.js';
import {
  IMPORTED_MEMBER_FIELDS,
  ImportMembers,
  placeFrom,
  type ImportedMember,
  type ImportedPlace,
  type ImportTarget,
} from '../modules/tenancy/index.js';
import type { UnitOfWork } from '../kernel/unit-of-work.js';
import type { FileRecord } from '../platform/records/record.js';

/** A line of the report. Holds no value of the row: one of them may be a hash. */
export interface Refusal extends RowFault {
  readonly line: number;
}

interface Candidate {
  readonly line: number;
  readonly user: UserCandidate;
  readonly place: ImportedPlace;
}

export interface ImportOptions {
  /** Without one people come into the shared directory, and belong to no tenant. */
  readonly target: ImportTarget | null;
  readonly allowOwners: boolean;
  readonly dryRun: boolean;
}

interface UseCases {
  readonly unitOfWork: UnitOfWork;
  readonly check: CheckImportedUser;
  readonly importUsers: ImportUsers;
  readonly importMembers: ImportMembers;
}

const NO_PLACE: ImportedPlace = { roles: [], externalId: null };

/** Undoes a rehearsal: the transaction ends with it. */
class Rehearsed extends Error {}

/** Brings records of a file into the directory, a batch at a time, and counts what became of them. */
export class UserImport {
  readonly counts = { rows: 0, imported: 0, joined: 0, alreadyThere: 0, refused: 0, unverified: 0 };

  constructor(
    private readonly use: UseCases,
    private readonly options: ImportOptions,
  ) {}

  /** One transaction. @returns what was refused, in the order of the file */
  async take(records: readonly FileRecord[]): Promise<readonly Refusal[]> {
    const refusals: Refusal[] = [];
    const candidates: Candidate[] = [];
    for (const record of records) {
      const faults = this.sort(record, candidates);
      refusals.push(...faults.map((fault) => ({ line: record.line, ...fault })));
    }
    const outcomes = await this.commit(() => this.store(candidates));
    for (const [index, outcome] of outcomes.entries()) {
      const { line, user } = candidates[index]!;
      if (outcome.outcome === 'refused')
        refusals.push({ line, field: outcome.field, reason: outcome.reason });
      else this.count(outcome.outcome, user);
    }
    this.counts.rows += records.length;
    this.counts.refused += new Set(refusals.map(({ line }) => line)).size;
    return refusals.sort((a, b) => a.line - b.line);
  }

  /** Puts the record among the candidates, or says why not. */
  private sort({ line, fields, fault }: FileRecord, candidates: Candidate[]): readonly RowFault[] {
    if (!fields) return fault ? [fault] : [];
    const user = this.use.check.execute(fields);
    const place = this.place(fields);
    const faults = [...('faults' in user ? user.faults : []), ...('faults' in place ? place.faults : [])];
    if ('user' in user && 'place' in place) candidates.push({ line, user: user.user, place: place.place });
    return faults;
  }

  private place(fields: ImportedFields): ReturnType<typeof placeFrom> {
    if (this.options.target) return placeFrom(fields, this.options.allowOwners);
    const homeless = IMPORTED_MEMBER_FIELDS.filter((field) => fields[field] !== undefined);
    if (homeless.length === 0) return { place: NO_PLACE };
    return { faults: homeless.map((field) => ({ field, reason: 'needs --tenant: it is about a tenant' })) };
  }

  private async store(candidates: readonly Candidate[]): Promise<readonly ImportedMember[]> {
    const { target } = this.options;
    if (target) return this.use.importMembers.execute(target, candidates);
    const people = candidates.map(({ user }) => user);
    const users = await this.use.importUsers.execute(SHARED_DIRECTORY_ID, people);
    return users.map(({ isNew }) => ({ outcome: isNew ? 'imported' : 'already-there' }));
  }

  /** A rehearsal does everything, constraints included, and takes it back. */
  private async commit<T>(work: () => Promise<T>): Promise<T> {
    if (!this.options.dryRun) return work();
    let outcome: { readonly value: T } | undefined;
    const rehearsal = this.use.unitOfWork.run(async () => {
      outcome = { value: await work() };
      throw new Rehearsed();
    });
    await rehearsal.catch((error: unknown) => {
      if (!(error instanceof Rehearsed)) throw error;
    });
    return outcome!.value;
  }

  private count(outcome: 'imported' | 'joined' | 'already-there', user: UserCandidate): void {
    if (outcome === 'already-there') this.counts.alreadyThere += 1;
    else this.counts[outcome] += 1;
    if (outcome === 'imported' && !user.emailVerified) this.counts.unverified += 1;
  }
}
