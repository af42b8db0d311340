import { cpus, loadavg, totalmem } from 'node:os';

/** What the figures were measured on. The load tells how much of it was ours. */
export const machineLine = (): string =>
  [
    `Node ${process.version}`,
    `${process.platform} ${process.arch}`,
    `${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown CPU'}`,
    `${Math.round(totalmem() / 2 ** 30)} GiB`,
    `load ${loadavg()
      .map((one) => one.toFixed(1))
      .join(' ')}`,
  ].join(' · ');
