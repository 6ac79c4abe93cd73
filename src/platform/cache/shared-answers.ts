/**
 * Answers that nodes share through Redis, so that one that starts cold need not ask the database for everything.
 * An answer carries the generations of its tags from before it was loaded. Whoever hears a tag announced gives it a new
 * generation, on the connection on which it reads: so it cannot read afterwards what was loaded before. A node that
 * does not hear announcements, or could not pass one on, does without.
 */
import { Injectable } from '@nestjs/common';
import { Random } from '../../kernel/random.js';
import { EVERYTHING, InvalidationBus } from '../bus/invalidation-bus.js';
import { RedisConnection } from '../redis/redis-connection.js';

const ANSWER_SECONDS = 60;
/** Longer than any answer that carries it. */
const GENERATION_SECONDS = 3600;
const GENERATION_BYTES = 9;

interface Kept {
  readonly generations: readonly string[];
  readonly answer: unknown;
}

export interface SharedQuestion<T> {
  readonly key: string;
  /** Known before the answer: what must be announced for it to be dropped. */
  readonly tags: readonly string[];
  readonly load: () => Promise<T>;
}

@Injectable()
export class SharedAnswers {
  private readonly prefixes = new Set<string>();
  /** Monotonic milliseconds until when nothing is read: an announcement could not be passed on. */
  private distrustedUntil = -Infinity;

  constructor(
    private readonly redis: RedisConnection,
    private readonly bus: InvalidationBus,
    private readonly random: Random,
  ) {
    bus.onInvalidate((tag) => {
      this.renew(tag);
    });
  }

  /** @param prefix of the tags that answers here carry: others are none of our business */
  listenFor(...prefixes: string[]): void {
    for (const prefix of prefixes) this.prefixes.add(prefix);
  }

  /** @returns what another node knows, else what `load` gives; JSON, so dates come back as texts */
  async get<T>({ key, tags, load }: SharedQuestion<T>): Promise<T> {
    const generations = await this.generationsOf(tags);
    if (!generations) return load();
    const known = await this.read(key, generations);
    if (known) return known.answer as T;
    const answer = await load();
    await this.keep(key, { generations, answer });
    return answer;
  }

  /** null: not to be had, or not to be believed. */
  private async generationsOf(tags: readonly string[]): Promise<string[] | null> {
    const { client } = this.redis;
    if (client?.status !== 'ready' || !this.bus.healthy || performance.now() < this.distrustedUntil)
      return null;
    try {
      const known = await client.mget(tags.map(generationKey));
      return await Promise.all(tags.map(async (tag, at) => known[at] ?? this.begin(tag)));
    } catch {
      return null;
    }
  }

  private async begin(tag: string): Promise<string> {
    const wished = this.random.token(GENERATION_BYTES);
    const before = await this.redis.client!.set(
      generationKey(tag),
      wished,
      'EX',
      GENERATION_SECONDS,
      'NX',
      'GET',
    );
    return before ?? wished;
  }

  private async read(key: string, generations: readonly string[]): Promise<Kept | null> {
    try {
      const text = await this.redis.client!.get(answerKey(key));
      if (text === null) return null;
      const kept = JSON.parse(text) as Kept;
      return kept.generations.join() === generations.join() ? kept : null;
    } catch {
      return null;
    }
  }

  private async keep(key: string, kept: Kept): Promise<void> {
    await this.redis.client
      ?.set(answerKey(key), JSON.stringify(kept), 'EX', ANSWER_SECONDS)
      .catch(() => undefined);
  }

  private renew(tag: string): void {
    const { client } = this.redis;
    if (!client) return;
    if (tag === EVERYTHING) this.distrust();
    else if (this.prefixes.has(tag.slice(0, tag.indexOf(':'))))
      client
        .set(generationKey(tag), this.random.token(GENERATION_BYTES), 'EX', GENERATION_SECONDS)
        .catch(() => {
          this.distrust();
        });
  }

  /** Until the last answer that should have been dropped has ended by itself. */
  private distrust(): void {
    this.distrustedUntil = performance.now() + ANSWER_SECONDS * 1000;
  }
}

const generationKey = (tag: string) => `sallyport:generation:${tag}`;
const answerKey = (key: string) => `sallyport:answer:${key}`;
