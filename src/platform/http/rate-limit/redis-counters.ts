import type { Redis } from 'ioredis';
import type { Count } from './memory-counters.js';

/** One round trip and one step: a counter can neither be lost between two commands nor live for ever. */
const HIT = `
local hits = redis.call('INCR', KEYS[1])
local left = redis.call('PTTL', KEYS[1])
if left < 0 then
  redis.call('PEXPIRE', KEYS[1], ARGV[1])
  left = tonumber(ARGV[1])
end
return { hits, left }`;

type WithHit = Redis & {
  sallyportHit(key: string, windowMilliseconds: number): Promise<[hits: number, millisecondsLeft: number]>;
};

/** Fixed windows that begin with the first hit, shared by all nodes. */
export class RedisCounters {
  private readonly client: WithHit;

  constructor(client: Redis) {
    client.defineCommand('sallyportHit', { numberOfKeys: 1, lua: HIT });
    this.client = client as WithHit;
  }

  /** @throws when Redis does not answer */
  async add(key: string, windowMilliseconds: number): Promise<Count> {
    const [hits, millisecondsLeft] = await this.client.sallyportHit(`limit:${key}`, windowMilliseconds);
    return { hits, millisecondsLeft };
  }
}
