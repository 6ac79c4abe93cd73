import { createHash, createHmac } from 'node:crypto';
import type { Clock } from '../../src/kernel/clock.js';
import type { Digest } from '../../src/kernel/digest.js';
import type { DomainEvent } from '../../src/kernel/domain-event.js';
import type { Invalidation } from '../../src/kernel/invalidation.js';
import type { Outbox } from '../../src/kernel/outbox.js';
import type { Random } from '../../src/kernel/random.js';
import type { UnitOfWork, WorkScope } from '../../src/kernel/unit-of-work.js';

/** Time that passes only when told to. */
export class FakeClock implements Clock {
  constructor(private time = new Date('2026-01-01T00:00:00.000Z')) {}

  now(): Date {
    return new Date(this.time);
  }

  set(time: Date): void {
    this.time = time;
  }

  advance({ days = 0, hours = 0, minutes = 0, seconds = 0, ms = 0 }): void {
    const all = ((days * 24 + hours) * 60 + minutes) * 60 + seconds;
    this.time = new Date(this.time.getTime() + all * 1000 + ms);
  }
}

/** Counts instead of guessing: the first id ends in 1, the second in 2. */
export class FakeRandom implements Random {
  private made = 0;

  id(): string {
    return `00000000-0000-7000-8000-${this.next().toString(16).padStart(12, '0')}`;
  }

  token(bytes: number): string {
    return createHash('shake256', { outputLength: bytes }).update(String(this.next())).digest('base64url');
  }

  private next(): number {
    this.made += 1;
    return this.made;
  }
}

export class FakeDigest implements Digest {
  sha256(secret: string): Buffer {
    return createHash('sha256').update(secret).digest();
  }

  keyed(purpose: string, value: string): Buffer {
    return createHmac('sha256', purpose).update(value).digest();
  }

  same(a: string, b: string): boolean {
    return a === b;
  }
}

/** Cannot roll back what fakes were told, but tells what was committed and keeps the order of effects. */
export class FakeUnitOfWork implements UnitOfWork {
  /** The scopes of the runs so far, nested ones too. */
  readonly scopes: WorkScope[] = [];
  commits = 0;
  rollbacks = 0;
  private depth = 0;
  private effects: (() => void)[] = [];

  async run<T>(work: () => Promise<T>, scope: WorkScope = {}): Promise<T> {
    this.scopes.push(scope);
    this.depth += 1;
    try {
      const result = await work();
      if (this.depth === 1) this.commit();
      return result;
    } catch (error) {
      if (this.depth === 1) this.rollBack();
      throw error;
    } finally {
      this.depth -= 1;
    }
  }

  /** Whether a transaction is open: no hashing and no network then. */
  get open(): boolean {
    return this.depth > 0;
  }

  afterCommit(effect: () => void): void {
    if (this.open) this.effects.push(effect);
    else effect();
  }

  private commit(): void {
    this.commits += 1;
    const effects = this.effects;
    this.effects = [];
    for (const effect of effects) effect();
  }

  private rollBack(): void {
    this.rollbacks += 1;
    this.effects = [];
  }
}

export class FakeOutbox implements Outbox {
  readonly events: DomainEvent[] = [];

  async publish(...events: DomainEvent[]): Promise<void> {
    this.events.push(...events);
  }

  named(name: string): DomainEvent[] {
    return this.events.filter((event) => event.name === name);
  }
}

export class FakeInvalidation implements Invalidation {
  readonly tags: string[] = [];

  async announce(...tags: string[]): Promise<void> {
    this.tags.push(...tags);
  }
}
