/**
 * Keeps what comes over the gateway from ending the process. discord.js works on each frame in a promise that nobody waits
 * for, and on what came before it was ready in a timer: what it throws at a malformed frame can be caught in its own methods
 * alone.
 */

import { type Client, GatewayOpcodes, SimpleShardingStrategy, WebSocketShardStatus } from 'discord.js';
import type { Logger } from '../../src/log.ts';
import type { Answerable } from './callbacks.ts';
import { answerableOf, kindOf, problemOf } from './frames.ts';

export interface GuardOptions {
  readonly log: Logger;
  /** An interaction that could not be understood, whose student can be told so. */
  readonly onMalformed: (interaction: Answerable) => void;
}

type Method = (...args: unknown[]) => unknown;

/** discord.js's type of a shard keeps the rest to itself. */
interface Shard {
  readonly status: WebSocketShardStatus;
}

/** @throws {Error} where this version of discord.js has no such method: then it has to be looked at what catches instead */
function around(target: object, name: string, change: (original: Method) => Method): void {
  const method: unknown = Reflect.get(target, name);
  if (typeof method !== 'function') throw new Error(`discord.js has no method ${name} to be guarded`);
  Reflect.set(
    target,
    name,
    change((...args) => Reflect.apply(method, target, args)),
  );
}

const HELLO = kindOf({ op: GatewayOpcodes.Hello });

/** What is said in a connection that has begun is no beginning of another: a second beat would go on beside the first. */
function isOutOfPlace(kind: string, { status }: Shard): boolean {
  if (kind === HELLO) return status !== WebSocketShardStatus.Connecting;
  return kind === 'READY' && status === WebSocketShardStatus.Ready;
}

/** Never what went wrong: that may quote the frame. */
const nameOf = (error: unknown): string => (error instanceof Error ? error.name : 'unknown');

function guardShard(shard: Shard, { log, onMalformed }: GuardOptions): void {
  around(shard, 'unpackMessage', (unpack) => async (data, isBinary) => {
    const frame = await unpack(data, isBinary);
    // A part of a compressed one, or no JSON.
    if (isBinary === true && frame === null) return null;
    const kind = kindOf(frame);
    const problem = problemOf(frame);
    if (problem === undefined && !isOutOfPlace(kind, shard)) return frame;
    log.warn({ kind, problem }, 'a malformed frame of the gateway is passed over');
    const interaction = answerableOf(frame);
    if (interaction) onMalformed(interaction);
    return null;
  });
  // Each is begun without being waited for. A connection that does not come back shows in the health.
  for (const name of ['onMessage', 'onClose', 'heartbeat', 'internalConnect']) {
    around(shard, name, (act) => async (...args) => {
      try {
        await act(...args);
      } catch (error) {
        log.warn({ in: name, error: nameOf(error) }, 'discord.js could not go on with the gateway');
      }
    });
  }
}

/** discord.js's own strategy, with a guard at each shard. */
export class GuardedShards extends SimpleShardingStrategy {
  readonly #options: GuardOptions;

  constructor(manager: ConstructorParameters<typeof SimpleShardingStrategy>[0], options: GuardOptions) {
    super(manager);
    this.#options = options;
  }

  override async spawn(ids: number[]): Promise<void> {
    await super.spawn(ids);
    const shards: ReadonlyMap<number, Shard> = Reflect.get(this, 'shards');
    for (const id of ids) {
      const shard = shards.get(id);
      if (!shard) throw new Error('discord.js keeps its shards elsewhere');
      guardShard(shard, this.#options);
    }
  }
}

/** Events that pass as frames and are more than discord.js's own structures, or ours, can be made of. */
export function guardEvents({ ws }: Client, { log, onMalformed }: GuardOptions): void {
  around(ws, 'handlePacket', (handle) => (packet, shard) => {
    try {
      return handle(packet, shard);
    } catch (error) {
      log.warn(
        { kind: kindOf(packet), error: nameOf(error) },
        'an event of the gateway could not be understood',
      );
      const interaction = answerableOf(packet);
      if (interaction) onMalformed(interaction);
      return true;
    }
  });
}
