/** The hooks of a managed object that the bundle takes part in, and on which side of the customer's own script. */
export const hooks = {
  onCreate: 'after',
  onUpdate: 'after',
  postCreate: 'before',
  postUpdate: 'before',
  postDelete: 'before',
} as const satisfies Record<string, 'before' | 'after'>;

export type HookName = keyof typeof hooks;

export const hookNames = Object.keys(hooks) as HookName[];

/** The folder of the bundle below IDM's `script`. */
export const scriptFolder = 'idcs-password-sync';

/** The configuration of a hook that is ours alone. */
export function hookConfig(hook: HookName): { type: string; file: string } {
  return { type: 'text/javascript', file: `${scriptFolder}/${hook}.js` };
}

/** What runs our script from another one, as we write it; requireCalls finds it again. */
export function hookStatement(hook: HookName): string {
  return `require('${scriptFolder}/${hook}')`;
}
