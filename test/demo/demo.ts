import { install, type Installation } from '../installation';
import { until } from '../installation/until';
import { duration, type Narrator } from './narrator';

const USER = 'anna.svensson';
/** Made up for the demo. */
const PASSWORDS = {
  first: 'Welcome-2-Oslo',
  second: 'Fjord-and-7-Seas',
  third: 'Night-Train-9',
  newest: 'Midsummer-4-Ever',
};

/** The quick retries last 14 s; a slow machine gets some more. */
const OUTAGE_DEADLINE_MS = 40_000;

/** What the demo was about to show when it could not. */
export class StepFailure extends Error {
  constructor(
    readonly step: string,
    cause: unknown,
  ) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

export class Demo {
  private installation: Installation | undefined;

  constructor(private readonly tell: Narrator) {}

  async run(): Promise<Installation> {
    const { tell } = this;
    tell.chapter('An IDM with the bundle, and an Oracle to talk to');
    const { result: installed, took } = await this.step('build the bundle and start both servers', () =>
      install(process.env.OPENIDM_HOME ? 'openidm' : 'core'),
    );
    this.installation = installed;
    tell.happened(`The bundle of the environment "example" runs on ${installed.name}`, took);
    tell.quote(`IDM     ${installed.idm.url}\nOracle  ${installed.oracle.url} (simulated)`);

    tell.chapter('A user is created');
    const id = await this.create(installed);
    tell.chapter('The user changes the password');
    const usual = await this.change(installed, id);
    tell.chapter('Oracle is down, and the user changes the password twice');
    await this.outage(installed, id, usual);
    tell.chapter('Oracle is back');
    await this.recovery(installed, id);
    tell.chapter('What the operator sees');
    await this.metrics(installed);
    return installed;
  }

  /** Ends what was started; what is still starting ends with this process. */
  async stop(): Promise<void> {
    const { installation } = this;
    this.installation = undefined;
    await installation?.stop();
  }

  private async create(installed: Installation): Promise<string> {
    const { idm, oracle } = installed;
    const { result: id } = await this.step('create a user in IDM', () => idm.createUser(USER, PASSWORDS.first));
    const { took } = await this.step('see the user at Oracle', () => this.atOracle(installed, PASSWORDS.first));
    this.tell.happened(
      `${USER} was created in IDM; Oracle did not know the user, who was created there, with the password`,
      took,
    );
    await this.step('find the user as expected', async () => {
      const user = oracle.control.users().find(({ userName }) => userName === USER);
      if (user?.mustChange !== false)
        throw new Error('Oracle would make the user change the password at the next sign-in');
    });
    return id;
  }

  /** Answers how long IDM takes for a password change when all is well: the middle one of five. */
  private async change(installed: Installation, id: string): Promise<number> {
    const { idm } = installed;
    const times: number[] = [];
    for (const number of [1, 2, 3, 4]) {
      const { result } = await this.step('change the password', () => idm.setPassword(id, `Rehearsal-No-${number}`));
      times.push(result.milliseconds);
    }
    const { result: answer } = await this.step('change the password', () => idm.setPassword(id, PASSWORDS.second));
    times.push(answer.milliseconds);
    const { took } = await this.step('see the new password at Oracle', () =>
      this.atOracle(installed, PASSWORDS.second),
    );
    const usual = Number(times.sort((a, b) => a - b)[2]);
    this.tell.happened(`Five times; IDM answered after ${duration(usual)} (the middle one)`);
    this.tell.happened('The last password was at Oracle after', took);
    return usual;
  }

  private async outage(installed: Installation, id: string, usual: number): Promise<void> {
    const { idm, oracle } = installed;
    oracle.control.setFaults([{ kind: 'down' }]);
    for (const password of [PASSWORDS.third, PASSWORDS.newest]) {
      const { result } = await this.step('change the password while Oracle is down', () =>
        idm.setPassword(id, password),
      );
      this.tell.happened(`IDM took the new password as ever (${duration(usual)} before)`, result.milliseconds);
    }
    this.tell.waiting('the quick retries go on for 14 s: 2, 4 and 8 s apart');
    const { result } = await this.step('see the record in the queue', () =>
      until(
        'the record waits in the queue',
        async () => {
          const record = await idm.record(id);
          // Between two tries it may be pending as well: the quick retries are over with the first attempt.
          return record?.state === 'pending' && record.attempts === 1 && record;
        },
        OUTAGE_DEADLINE_MS,
      ),
    );
    const { result: size } = await this.step('read the size of the queue', () => idm.queueSize());
    await this.step('find one record, without a password in it', async () => {
      if (size !== 1) throw new Error(`${size} records wait, where one was expected`);
      const leaked = Object.values(PASSWORDS).find((password) => JSON.stringify(result).includes(password));
      if (leaked !== undefined) throw new Error('the record holds a password');
    });
    this.tell.happened('One record waits in the queue for both changes; it holds no password');
    this.tell.quote(
      JSON.stringify(
        { state: result.state, attempts: result.attempts, due: result.due, failure: result.failure },
        null,
        2,
      ),
    );
  }

  private async recovery(installed: Installation, id: string): Promise<void> {
    const { idm, oracle } = installed;
    oracle.control.clearFaults();
    const before = oracle.control.health().lastSeq;
    const { took } = await this.step('drain the queue', async () => {
      await idm.drain();
      await this.atOracle(installed, PASSWORDS.newest);
    });
    this.tell.happened('The schedule looks every minute; asked to look now, it delivered the newest password', took);
    await this.step('find that nothing but the newest password was sent', async () => {
      const sent = await oracle.control.requests({ after: before, operation: 'password' });
      if (sent.length !== 1) throw new Error(`${sent.length} passwords were sent, where one was expected`);
      if ((await idm.record(id))?.state !== 'delivered') throw new Error('the record is not closed');
      if ((await idm.queueSize()) !== 0) throw new Error('the queue is not empty');
    });
    this.tell.happened('Nothing else was sent, and the queue is empty');
  }

  private async metrics({ idm }: Installation): Promise<void> {
    const { result: text } = await this.step('read the metrics', () => idm.metrics());
    this.tell.happened('GET endpoint/idcsPasswordSync?_fields=text&_mimeType=text/plain, for Prometheus:');
    this.tell.quote(
      text
        .split('\n')
        .filter((line) => line !== '' && !line.startsWith('#') && !/_bucket\{.*le="(?!1"|\+Inf)/.test(line))
        .join('\n'),
    );
  }

  private atOracle({ oracle }: Installation, password: string): Promise<true> {
    return until('the password is at Oracle', async () => {
      return oracle.control.checkPassword({ userName: USER, password }).matches && (true as const);
    });
  }

  private async step<Result>(name: string, run: () => Promise<Result>): Promise<{ result: Result; took: number }> {
    const start = performance.now();
    try {
      return { result: await run(), took: performance.now() - start };
    } catch (error) {
      throw new StepFailure(name, error);
    }
  }
}
