export function inject(fault: string, die: () => never): { steps(): number; writes(): number; end(): void };
