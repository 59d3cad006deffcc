/**
 * The few Java classes that the adapters use, typed as far as they use them. Rhino gives them as `java` and `javax`.
 *
 * Strings that Java methods return are objects to a script (`===` fails): wrap them in String(). Numbers are doubles.
 */
export interface JavaObject {
  getClass(): { getName(): string };
}

export interface ConcurrentMap<Value> {
  get(key: string): Value | null;
  put(key: string, value: Value): unknown;
  putIfAbsent(key: string, value: Value): Value | null;
  remove(key: string): Value | null;
  size(): number;
  clear(): void;
  keySet(): JavaIterable;
}

export interface CompletableFuture<Value> {
  complete(value: Value): boolean;
  join(): Value;
}

export interface JavaIterable {
  toArray(): { length: number; [index: number]: unknown };
}

interface JavaList<Item> {
  add(item: Item): boolean;
  get(index: number): Item;
}

export interface Callable {
  call(): unknown;
}

export interface JavaLock {
  lock(): void;
  tryLock(time: number, unit: unknown): boolean;
  unlock(): void;
}

export interface AtomicReference<Value> {
  get(): Value;
  compareAndSet(expected: Value, next: Value): boolean;
}

export interface AtomicLongs {
  get(index: number): number;
  set(index: number, value: number): void;
}

export interface Adder {
  add(amount: number): void;
  sum(): number;
}

export interface Executor {
  execute(task: unknown): void;
  schedule(task: unknown, delay: number, unit: unknown): unknown;
  invokeAll(tasks: JavaList<Callable>): JavaList<{ get(): unknown }>;
  getQueue(): { size(): number; clear(): void };
  isShutdown(): boolean;
  shutdown(): void;
  setKeepAliveTime(time: number, unit: unknown): void;
  allowCoreThreadTimeOut(allow: boolean): void;
}

export interface JavaHttpClient {
  sendAsync(request: unknown, handler: unknown): Future<JavaHttpResponse>;
}

interface Future<Value> {
  get(time: number, unit: unknown): Value;
  cancel(interrupt: boolean): boolean;
}

export interface JavaHttpResponse {
  statusCode(): number;
  body(): unknown;
  headers(): { firstValue(name: string): { orElse(other: null): unknown } };
}

interface RequestBuilder {
  uri(uri: unknown): RequestBuilder;
  timeout(duration: unknown): RequestBuilder;
  method(name: string, body: unknown): RequestBuilder;
  header(name: string, value: string): RequestBuilder;
  build(): unknown;
}

interface ClientBuilder {
  proxy(selector: unknown): ClientBuilder;
  sslContext(context: unknown): ClientBuilder;
  connectTimeout(duration: unknown): ClientBuilder;
  version(version: unknown): ClientBuilder;
  followRedirects(policy: unknown): ClientBuilder;
  build(): JavaHttpClient;
}

interface Base64Encoder {
  encodeToString(bytes: unknown): string;
}

export interface JavaFile {
  isAbsolute(): boolean;
  getPath(): unknown;
  /** 0 where there is no such file. */
  lastModified(): number;
  length(): number;
  toPath(): unknown;
}

export interface JavaKeyStore {
  load(stream: unknown, password: unknown): void;
  setCertificateEntry(alias: string, certificate: unknown): void;
  size(): number;
  /** null where there is no key of that alias. */
  getKey(alias: string, password: unknown): JavaKey | null;
}

export interface JavaKey {
  getAlgorithm(): unknown;
}

interface JavaPackage {
  io: {
    File: {
      new (path: string): JavaFile;
      new (folder: string, path: string): JavaFile;
    };
    ByteArrayInputStream: new (bytes: unknown) => unknown;
  };
  lang: {
    System: { getProperties(): ConcurrentMap<unknown>; getProperty(name: string): unknown; nanoTime(): number };
    management: { ManagementFactory: { getRuntimeMXBean(): { getUptime(): number } } };
    Thread: { sleep(milliseconds: number): void };
    Runnable: new (implementation: { run: () => void }) => unknown;
    String: {
      new (text: string): { getBytes(charset: unknown): unknown; toCharArray(): unknown };
      new (bytes: unknown, charset: unknown): JavaObject;
    };
  };
  math: {
    BigInteger: {
      new (digits: string, radix: number): { toByteArray(): unknown };
      new (sign: number, bytes: unknown): { toString(radix: number): unknown };
    };
  };
  net: {
    URI: { create(url: string): unknown };
    InetSocketAddress: { createUnresolved(host: string, port: number): unknown };
    ProxySelector: { of(address: unknown): unknown };
    http: {
      HttpClient: {
        newBuilder(): ClientBuilder;
        Version: { HTTP_1_1: unknown };
        Redirect: { NEVER: unknown };
      };
      HttpRequest: {
        newBuilder(): RequestBuilder;
        BodyPublishers: { noBody(): unknown; ofString(body: string, charset: unknown): unknown };
      };
      HttpResponse: { BodyHandlers: { ofString(charset: unknown): unknown } };
    };
  };
  nio: {
    charset: { StandardCharsets: { UTF_8: unknown } };
    file: { Files: { readAllBytes(path: unknown): unknown } };
  };
  security: {
    SecureRandom: new () => { nextBytes(bytes: unknown): void };
    MessageDigest: { getInstance(algorithm: string): { digest(bytes: unknown): unknown } };
    KeyStore: { getInstance(type: string): JavaKeyStore; getDefaultType(): unknown };
    KeyFactory: { getInstance(algorithm: string): { generatePrivate(specification: unknown): JavaKey } };
    Signature: {
      getInstance(algorithm: string): { initSign(key: JavaKey): void; update(bytes: unknown): void; sign(): unknown };
    };
    cert: { CertificateFactory: { getInstance(type: string): { generateCertificate(stream: unknown): unknown } } };
    spec: { PKCS8EncodedKeySpec: new (bytes: unknown) => unknown };
  };
  time: { Duration: { ofMillis(milliseconds: number): unknown; ofSeconds(seconds: number): unknown } };
  util: {
    ArrayList: new <Item>() => JavaList<Item>;
    Arrays: { copyOfRange(bytes: unknown, from: number, to: number): unknown };
    Base64: {
      getEncoder(): Base64Encoder;
      getUrlEncoder(): { withoutPadding(): Base64Encoder };
      getMimeDecoder(): { decode(text: string): unknown };
    };
    UUID: { randomUUID(): unknown };
    concurrent: {
      Callable: new (implementation: { call: () => unknown }) => Callable;
      ConcurrentHashMap: new () => ConcurrentMap<never>;
      CompletableFuture: new <Value>() => CompletableFuture<Value>;
      ScheduledThreadPoolExecutor: new (threads: number) => Executor;
      TimeUnit: { MILLISECONDS: unknown; SECONDS: unknown };
      atomic: {
        AtomicLongArray: new (length: number) => AtomicLongs;
        AtomicReference: new <Value>(value: Value) => AtomicReference<Value>;
        DoubleAdder: new () => Adder;
        LongAdder: new () => Adder;
      };
      locks: { ReentrantLock: new () => JavaLock };
    };
  };
}

interface ManagerFactory<Made> {
  getInstance(algorithm: unknown): Made;
  getDefaultAlgorithm(): unknown;
}

interface JavaxPackage {
  net: {
    ssl: {
      SSLContext: {
        getInstance(protocol: string): { init(keys: unknown, trust: unknown, random: null): void };
      };
      TrustManagerFactory: ManagerFactory<{ init(store: JavaKeyStore): void; getTrustManagers(): unknown }>;
      KeyManagerFactory: ManagerFactory<{
        init(store: JavaKeyStore, password: unknown): void;
        getKeyManagers(): unknown;
      }>;
    };
  };
  crypto: {
    Mac: { getInstance(algorithm: string): { init(key: unknown): void; doFinal(bytes: unknown): unknown } };
    Cipher: {
      ENCRYPT_MODE: unknown;
      DECRYPT_MODE: unknown;
      getInstance(transformation: string): {
        init(mode: unknown, key: unknown, parameters: unknown): void;
        doFinal(bytes: unknown): unknown;
      };
    };
    spec: {
      SecretKeySpec: new (key: unknown, algorithm: string) => unknown;
      GCMParameterSpec: new (tagBits: number, iv: unknown) => unknown;
    };
  };
}

declare const java: JavaPackage;
declare const javax: JavaxPackage;

/**
 * Whether scripts may use Java here: PingOne Advanced Identity Cloud keeps it from them. Where a class shutter does so, the packages
 * are there all the same, and what should be a class is one more package.
 */
export function hasJava(): boolean {
  return (
    typeof java !== 'undefined' &&
    typeof javax !== 'undefined' &&
    typeof java.lang.System.getProperties === 'function' &&
    typeof javax.crypto.Mac.getInstance === 'function'
  );
}

export function jdk(): JavaPackage {
  return java;
}

export function jdkx(): JavaxPackage {
  return javax;
}

export function utf8(text: string): unknown {
  return new java.lang.String(text).getBytes(java.nio.charset.StandardCharsets.UTF_8);
}
