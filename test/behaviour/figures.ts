/** Tells whoever reads the run what was measured or found. */
export function figure(told: string): void {
  process.stderr.write(`    ${told}\n`);
}

export function percentile(values: number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return Number(sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)]);
}

export function median(values: number[]): number {
  return percentile(values, 0.5);
}
