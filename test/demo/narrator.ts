import pc from 'picocolors';

export interface Narrator {
  chapter(title: string): void;
  /** One thing that happened, and how long it took. */
  happened(what: string, milliseconds?: number): void;
  /** Something that takes a while. */
  waiting(what: string): void;
  quote(text: string): void;
  failed(step: string, why: string): void;
  end(): void;
}

export function narrator(out: NodeJS.WritableStream): Narrator {
  const start = Date.now();
  const line = (text: string): void => void out.write(`${text}\n`);
  return {
    chapter: (title) => line(`\n${pc.bold(title)}`),
    happened: (what, milliseconds) => {
      const time = milliseconds === undefined ? '' : pc.dim(` ${duration(milliseconds)}`);
      line(`  ${pc.green('✓')} ${what}${time}`);
    },
    waiting: (what) => line(`  ${pc.dim(`… ${what}`)}`),
    quote: (text) => line(pc.dim(text.replace(/^/gm, '    '))),
    failed: (step, why) => line(`\n  ${pc.red('✗')} ${step}\n    ${why}`),
    end: () =>
      line(
        `\nThat was all, in ${duration(Date.now() - start)}. ${pc.dim('npm run demo -- --keep leaves it running.')}`,
      ),
  };
}

export function duration(milliseconds: number): string {
  return milliseconds < 1000 ? `${Math.round(milliseconds)} ms` : `${(milliseconds / 1000).toFixed(1)} s`;
}
