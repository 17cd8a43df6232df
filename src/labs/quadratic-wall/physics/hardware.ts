/** The two deployment contexts and the constants editions. Both editions use the same formulas. */

export const DEVICE_IDS = ['cloud', 'edge'] as const;
export type DeviceId = (typeof DEVICE_IDS)[number];

export const EDITION_IDS = ['notebook', 'datasheet'] as const;
/** `notebook`: the numbers of the published lab. `datasheet`: dense FP16 peaks, and the dispatch of the course's registry, which nobody measured. */
export type Edition = (typeof EDITION_IDS)[number];

export interface Hardware {
  readonly name: string;
  /** For chart labels. */
  readonly shortName: string;
  /** Bytes; 1 GB is 1e9 bytes. */
  readonly ramBytes: number;
  /** FP16 operations per second. */
  readonly peakFlops: number;
  /** Bytes per second. */
  readonly bandwidthBytesPerSecond: number;
  /** Time that each layer waits to be launched, in milliseconds. */
  readonly dispatchMsPerLayer: number;
}

const CLOUD = { name: 'NVIDIA H100 SXM', shortName: 'H100', ramBytes: 80e9 } as const;
const EDGE = { name: 'NVIDIA Jetson Orin NX', shortName: 'Orin NX', ramBytes: 16e9 } as const;

/**
 * Sources: NVIDIA H100 datasheet (989.4 TFLOPS FP16 dense, 1,978.9 with 2:4 sparsity, HBM3 at 3.35 TB/s); Jetson
 * Orin NX 16 GB datasheet (1,024 CUDA cores in 8 SMs, 102.4 GB/s, 100 TOPS sparse INT8 including the DLA, which is
 * 15.0 TFLOPS dense FP16 on the GPU at 918 MHz). Dispatch: the course's hardware registry (`datasheet`), and the
 * published lab's 10 µs divided by its own overlap factors (`notebook`).
 */
export const HARDWARE: Readonly<Record<Edition, Readonly<Record<DeviceId, Hardware>>>> = {
  notebook: {
    cloud: { ...CLOUD, peakFlops: 1979e12, bandwidthBytesPerSecond: 3350e9, dispatchMsPerLayer: 0.01 / 11 },
    edge: { ...EDGE, peakFlops: 100e12, bandwidthBytesPerSecond: 102e9, dispatchMsPerLayer: 0.01 / 2.5 },
  },
  datasheet: {
    cloud: { ...CLOUD, peakFlops: 989.4e12, bandwidthBytesPerSecond: 3350e9, dispatchMsPerLayer: 0.01 },
    edge: { ...EDGE, peakFlops: 15e12, bandwidthBytesPerSecond: 102.4e9, dispatchMsPerLayer: 0.2 },
  },
};

/** RAM does not depend on the edition. */
export const RAM_BYTES: Readonly<Record<DeviceId, number>> = { cloud: CLOUD.ramBytes, edge: EDGE.ramBytes };

export const BYTES_PER_GB = 1e9;
/** FP16. */
export const BYTES_PER_VALUE = 2;
