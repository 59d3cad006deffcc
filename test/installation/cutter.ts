/** Stands before an IDM and makes it die, for whoever speaks through it, at a request of choice. */
import http from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Death {
  /** The requests that get through before it, of those that are counted. */
  readonly after: number;
  /** Whether the fatal request still has its effect, and only its answer is lost. */
  readonly done: boolean;
  /** Whether all that comes later finds nobody either. */
  readonly stays: boolean;
  /** Which requests count; all others get through until it has died. */
  readonly counts?: (method: string) => boolean;
}

export class Cutter {
  /** How many requests that count have come since the last death was ordered. */
  seen = 0;
  private death: Death | undefined;
  private dead = false;
  private readonly server = http.createServer((request, response) => void this.pass(request, response));

  private constructor(private target: string) {}

  /** @param url  of the IDM, with `/openidm` at its end */
  static async start(url: string): Promise<Cutter> {
    const cutter = new Cutter(new URL(url).origin);
    await new Promise<void>((resolve) => cutter.server.listen(0, '127.0.0.1', resolve));
    return cutter;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/openidm`;
  }

  die(death: Death): void {
    [this.death, this.dead, this.seen] = [death, false, 0];
  }

  /** Everything gets through again, to another IDM if one is named. */
  live(url?: string): void {
    [this.death, this.dead, this.seen] = [undefined, false, 0];
    if (url !== undefined) this.target = new URL(url).origin;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async pass(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { method = '', url = '' } = request;
    const fatal = this.isFatal(method);
    if (this.dead || (fatal && !this.death!.done)) {
      if (fatal) this.dead = this.death!.stays;
      response.destroy();
      return;
    }
    const headers = { ...request.headers, host: new URL(this.target).host };
    const onward = http.request(`${this.target}${url}`, { method, headers, agent: false }, (answer) => {
      if (fatal) {
        this.dead = this.death!.stays;
        answer.resume().once('end', () => response.destroy());
        return;
      }
      response.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(response);
    });
    onward.on('error', () => response.destroy());
    onward.end(Buffer.concat(chunks));
  }

  private isFatal(method: string): boolean {
    if (!this.death || this.dead || this.death.counts?.(method) === false) return false;
    return this.seen++ === this.death.after;
  }
}
