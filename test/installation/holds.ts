/** Stops or breaks a call of the core host's repository: `_host/holds`. */
import type { Idm } from './idm';

export interface HoldSpec {
  operation: 'create' | 'read' | 'update' | 'delete' | 'query';
  type: string;
  /** Before the call has its effect, or when its effect is durable and the caller has no answer yet. */
  when: 'before' | 'after';
  /** How many such calls go by first. */
  skip?: number;
  id?: string;
  /** The call ends in this error instead of waiting to be released. */
  fail?: 412 | 500 | 503;
}

export interface HoldView extends HoldSpec {
  hold: string;
  state: 'armed' | 'reached' | 'released';
}

/** Takes one call. */
export class Hold {
  private constructor(
    private readonly idm: Idm,
    readonly name: string,
  ) {}

  static async arm(idm: Idm, spec: HoldSpec): Promise<Hold> {
    return new Hold(idm, String((await idm.ok('POST', '_host/holds', spec)).body.hold));
  }

  static async all(idm: Idm): Promise<HoldView[]> {
    return (await idm.ok('GET', '_host/holds')).body.holds as HoldView[];
  }

  async view(): Promise<HoldView> {
    return viewed(await this.idm.ok('GET', this.path));
  }

  /** Waits until a call is there; the view says for which object. */
  async reached(deadlineSeconds = 15): Promise<HoldView> {
    const view = viewed(await this.idm.ok('GET', `${this.path}?wait=${deadlineSeconds}`));
    if (view.state === 'reached') return view;
    throw new Error(`not within ${deadlineSeconds} s: a call reaches the hold ${JSON.stringify(view)}`);
  }

  /** Lets the call go on; a hold that no call has reached is taken away. */
  async release(): Promise<HoldView> {
    return viewed(await this.idm.ok('POST', `${this.path}?release=true`));
  }

  private get path(): string {
    return `_host/holds/${this.name}`;
  }
}

function viewed({ body }: { body: Record<string, unknown> }): HoldView {
  return body as unknown as HoldView;
}
