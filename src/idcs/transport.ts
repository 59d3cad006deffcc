/** Oracle over Node: the synchronous transport that the pure client of scripts-ts/oracle wants, for the command. */
import { MessageChannel, receiveMessageOnPort, Worker } from 'node:worker_threads';
import type { HttpRequest, Transport } from '../../scripts-ts/oracle/transport';
import type { Way } from './way';
import { workerSource, type Answered, type Asked, type WorkerData } from './worker';

export interface NodeTransport extends Transport {
  /** Ends connections and thread. A transport that is not closed keeps no process alive. */
  close(): void;
}

/** The thread ends every exchange at its deadline; it is given up this long after. */
const GRACE_MS = 2000;

/**
 * A transport whose `exchange` blocks the calling thread while another does the HTTP: connections are kept, host names of
 * certificates are checked, redirects are not followed, and failures are told apart as by the transport inside IDM.
 *
 * @param onWait  called about every second while an exchange waits, for no timer of this thread runs meanwhile
 */
export function nodeTransport(
  way: Way,
  onWait: (request: HttpRequest, seconds: number) => void = () => {},
): NodeTransport {
  const signal = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  const { port1: port, port2 } = new MessageChannel();
  const workerData: WorkerData = { way, port: port2, signal };
  const worker = new Worker(workerSource, { eval: true, workerData, transferList: [port2] });
  worker.unref();
  port.unref();

  let calls = 0;
  return {
    exchange(request) {
      const deadline = Math.min(way.requestTimeoutMs, request.timeoutMs ?? Infinity) + GRACE_MS;
      const start = performance.now();
      const call = ++calls;
      port.postMessage({ call, request } satisfies Asked);
      for (let seconds = 1; ;) {
        // Read before the port: a result that comes in between ends the wait at once.
        const seen = Atomics.load(signal, 0);
        const received = receiveMessageOnPort(port) as { message: Answered } | undefined;
        // The result of a call that was given up is nobody's.
        if (received?.message.call === call) return received.message.result;
        if (received) continue;
        const waited = performance.now() - start;
        if (waited >= deadline) return { kind: 'unanswered', reason: 'the thread that does the HTTP does not answer' };
        if (waited >= seconds * 1000) onWait(request, seconds++);
        else Atomics.wait(signal, 0, seen, Math.min(seconds * 1000, deadline) - waited);
      }
    },
    close() {
      port.close();
      void worker.terminate();
    },
  };
}
