/** The words around the two acts: the welcome, the devices, the takeaways. */

import { gigabytes, integer, milliseconds, times, tokensShort } from '../../../messages/format.ts';
import type { Part } from '../../../messages/reply.ts';
import { say, strong } from '../../../messages/rich-text.ts';
import { longestContext, MODEL, memoryRatio, REFERENCE_TOKENS } from '../physics/attention.ts';
import { DEEP_LAYERS, depthPenalty, SHALLOW_LAYERS } from '../physics/depth-width.ts';
import { DEVICE_IDS, type DeviceId, type Edition, HARDWARE, RAM_BYTES } from '../physics/hardware.ts';
import { WANTED_TOKENS } from './act1.ts';

export const LAB_TITLE = 'Lab 06 · The Quadratic Wall';
/** Minutes that the lab takes, and its two acts. */
export const MINUTES = { lab: '35–40', act1: '12–15', act2: '20–25' } as const;

export const DESCRIPTION = 'A longer context, and the shape of a network at a fixed budget of parameters.';

export const WELCOME: readonly Part[] = [
  {
    kind: 'text',
    text: say`Chapter 6, Network Architectures, in two acts and about ${MINUTES.lab} minutes (Act I ${MINUTES.act1}, Act II ${MINUTES.act2}). In each act somebody asks you something, you ${strong('lock a prediction')}, and only then the simulator opens. What you lock stands, right or wrong; being wrong costs nothing and teaches most.`,
  },
  {
    kind: 'text',
    text: say`${strong('You will be able to')} (1) say how attention memory scales and compute the longest context that fits a device, (2) say what FlashAttention changes and what it does not, (3) choose depth and width for a device at a fixed parameter budget.`,
  },
  {
    kind: 'text',
    text: say`${strong('Read before:')} transformers and self-attention; the quadratic bottleneck; how the parameters of MLPs scale with depth and width.`,
  },
];

const WHAT: Readonly<Record<DeviceId, string>> = {
  cloud: 'a data-centre GPU with HBM3',
  edge: 'an edge module whose LPDDR5 is shared between CPU and GPU',
};

/** What may be known of a device before anything is predicted. */
export const deviceCard = (device: DeviceId): readonly Part[] => [
  {
    kind: 'callout',
    tone: 'info',
    title: `Your device: ${HARDWARE.notebook[device].name}`,
    text: `${WHAT[device][0]?.toUpperCase()}${WHAT[device].slice(1)}: ${gigabytes(RAM_BYTES[device])} of memory. Runs from here on are judged against it.`,
  },
];

/** One for each objective, each with its number. */
export function takeaways(edition: Edition): readonly Part[] {
  const longest = DEVICE_IDS.map(
    (device) =>
      `${integer(longestContext(MODEL.defaultHeads, device))} tokens on the ${HARDWARE[edition][device].shortName}`,
  ).join(' and ');
  const [edge, cloud] = [depthPenalty('edge', edition), depthPenalty('cloud', edition)];
  return [
    { kind: 'heading', text: 'What you take away' },
    {
      kind: 'text',
      text: say`${strong('1. Context is the wall.')} Score memory grows with N²: ${tokensShort(WANTED_TOKENS)} against ${tokensShort(REFERENCE_TOKENS)} is ${times(memoryRatio(WANTED_TOKENS))}. At ${MODEL.defaultHeads} heads the longest context that fits is ${longest}.`,
    },
    {
      kind: 'text',
      text: say`${strong('2. FlashAttention moves it.')} Tiles in on-chip memory bring O(N²) memory down to O(N) with exactly the same result; the compute stays O(N²), so doubling the context still costs ${times(memoryRatio(2, 1))} the work.`,
    },
    {
      kind: 'text',
      text: say`${strong('3. Every layer waits.')} At the same parameters ${DEEP_LAYERS} layers instead of ${SHALLOW_LAYERS} add ${milliseconds(edge.addedMs)} per token on the ${HARDWARE[edition].edge.shortName} (${times(edge.ratio, 4)}) and ${milliseconds(cloud.addedMs)} on the ${HARDWARE[edition].cloud.shortName} (${times(cloud.ratio, 4)}). Fewer layers are faster; this lab can’t say whether they are better.`,
    },
  ];
}
