/* forgerock-idcs-password-sync 0.1.0, from scripts-ts/entry/postCreate.ts. Generated: do not edit. */
var __idcsPasswordSync = {};
(function() {
 // scripts-ts/idm/java.ts
 function jdk() {
  return java;
 }
 function jdkx() {
  return javax;
 }
 function utf8(text2) {
  return new java.lang.String(text2).getBytes(java.nio.charset.StandardCharsets.UTF_8);
 }

 // scripts-ts/idm/jvm.ts
 var STATE = "idcs-password-sync";
 function once(name, make) {
  var map = state();
  var known = map.get(name);
  if (known !== null)
   return known;
  var made = make();
  var raced = map.putIfAbsent(name, made);
  return raced === null ? made : raced;
 }
 function counter(name) {
  return once("counter ".concat(name), function() {
   return new (jdk()).util.concurrent.atomic.LongAdder();
  });
 }
 function total(name) {
  return once("total ".concat(name), function() {
   return new (jdk()).util.concurrent.atomic.DoubleAdder();
  });
 }
 function sharedStrings(name, limit) {
  var map = once("strings ".concat(name), function() {
   return new (jdk()).util.concurrent.ConcurrentHashMap();
  });
  return {
   get: function(key) {
    var value = map.get(key);
    return value === null ? null : String(value);
   },
   put: function(key, value) {
    if (map.size() >= limit)
     map.clear();
    map.put(key, value);
   },
   removeStartingWith: function(prefix) {
    var keys = map.keySet().toArray();
    for (var index = 0; index < keys.length; index++) {
     var key = String(keys[index]);
     if (key.indexOf(prefix) === 0)
      map.remove(key);
    }
   }
  };
 }
 function state() {
  var properties = jdk().lang.System.getProperties();
  var known = properties.get(STATE);
  if (known !== null)
   return known.join();
  var _a = jdk().util.concurrent, CompletableFuture = _a.CompletableFuture, ConcurrentHashMap = _a.ConcurrentHashMap;
  var made = new CompletableFuture();
  made.complete(new ConcurrentHashMap());
  properties.putIfAbsent(STATE, made);
  return properties.get(STATE).join();
 }

 // scripts-ts/idm/metrics.ts
 var BUCKETS = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800, 7200];
 function countSync(status) {
  counter("sync ".concat(status)).add(1);
 }
 function observeDuration(seconds) {
  total("duration").add(seconds);
  counter("duration count").add(1);
  for (var _i = 0, BUCKETS_1 = BUCKETS; _i < BUCKETS_1.length; _i++) {
   var bucket = BUCKETS_1[_i];
   if (seconds <= bucket)
    counter("duration ".concat(bucket)).add(1);
  }
 }
 function countHookFailure() {
  counter("hook failures").add(1);
 }

 // scripts-ts/idm/openidm.ts
 function idm() {
  return openidm;
 }
 function log() {
  return logger;
 }
 function property(name) {
  var missing = "\0";
  var value = String(identityServer.getProperty(name, missing));
  return value === missing ? null : value;
 }
 function copy(value) {
  if (value === null || value === void 0)
   return null;
  if (typeof value === "boolean" || typeof value === "number" || typeof value === "string")
   return value;
  if (typeof value !== "object")
   return null;
  if (isList(value)) {
   var list = [];
   for (var index = 0; index < value.length; index++)
    list.push(copy(value[index]));
   return list;
  }
  if (isScalar(value))
   return String(value);
  var object2 = {};
  for (var key in value)
   object2[key] = copy(value[key]);
  return object2;
 }
 function isList(value) {
  if (typeof value.length !== "number" || isScalar(value))
   return false;
  for (var key in value)
   if (key === "length")
    return false;
  return true;
 }
 function isScalar(value) {
  return Object.prototype.toString.call(value) === "[object JavaObject]" || value instanceof String;
 }

 // scripts-ts/tslib.ts
 function owns(bag, key) {
  return Object.prototype.hasOwnProperty.call(bag, key);
 }
 function __assign(target) {
  var sources = [];
  for (var _i = 1; _i < arguments.length; _i++) {
   sources[_i - 1] = arguments[_i];
  }
  for (var at = 0; at < sources.length; at++) {
   var source = sources[at];
   if (source === null || source === void 0)
    continue;
   for (var key in source) {
    if (owns(source, key))
     target[key] = source[key];
   }
  }
  return target;
 }
 function __rest(source, taken) {
  var rest = {};
  for (var key in source) {
   if (owns(source, key) && taken.indexOf(key) < 0)
    rest[key] = source[key];
  }
  return rest;
 }

 // scripts-ts/idm/settings.ts
 var PATH = "config/custom/idcsPasswordSync";
 function readSettings() {
  var read = idm().read(PATH);
  if (read === null)
   throw { code: 500, message: "conf/custom-idcsPasswordSync.json is not loaded" };
  return resolve(copy(read));
 }
 function syncSettings(settings) {
  return __assign(__assign({}, settings.delivery), { target: settings.target, deadlineSeconds: settings.idcs.requestTimeoutSeconds });
 }
 function objection(_a) {
  var idcs = _a.idcs;
  for (var _i = 0, _b = [idcs.baseUrl, idcs.clientId, idcs.clientSecret]; _i < _b.length; _i++) {
   var value = _b[_i];
   var found = /&\{[^}]*\}/.exec(value);
   if (found)
    return "IDM knows no property for ".concat(found[0], " (set it in conf/boot/boot.properties)");
  }
  if (/^https:\/\/[^/]+$/.test(idcs.baseUrl) || /^http:\/\/(localhost|127\.[0-9.]+|\[::1\])(:[0-9]+)?$/.test(idcs.baseUrl)) {
   return null;
  }
  return "idcs.baseUrl is not the https URL of an identity domain without a path (http is for a simulator on this machine)";
 }
 function reveal(value) {
  if (!/^\s*\{[\s\S]*"\$crypto"/.test(value))
   return value;
  return String(idm().decrypt(JSON.parse(value))).replace(/[\r\n]+$/, "");
 }
 var REFERENCE = /&\{([^}|]+)(?:\|([^}]*))?\}/g;
 function resolve(value) {
  if (typeof value === "string") {
   return value.replace(REFERENCE, function(reference, name, fallback) {
    var known = property(name);
    if (known !== null)
     return known;
    return fallback === void 0 ? reference : fallback;
   });
  }
  if (value instanceof Array)
   return value.map(resolve);
  if (typeof value !== "object" || value === null)
   return value;
  var resolved = {};
  for (var key in value)
   resolved[key] = resolve(value[key]);
  return resolved;
 }

 // scripts-ts/idm/trouble.ts
 function codeOf(caught) {
  var _a = caught || {}, javaException = _a.javaException, code = _a.code;
  if (javaException)
   return typeof javaException.getCode === "function" ? Number(javaException.getCode()) : null;
  return typeof code === "number" ? code : null;
 }
 function describe(caught) {
  var _a = caught || {}, javaException = _a.javaException, code = _a.code, message = _a.message, name = _a.name, fileName = _a.fileName, lineNumber = _a.lineNumber;
  if (javaException)
   return "".concat(className(caught), ": ").concat(String(underlying(javaException).getMessage()));
  if (typeof code === "number")
   return "".concat(code, " ").concat(String(message));
  return "".concat(String(name), " at ").concat(String(fileName), ":").concat(String(lineNumber));
 }
 function className(caught) {
  var javaException = (caught || {}).javaException;
  return javaException ? simpleName(underlying(javaException)) : "";
 }
 function underlying(exception) {
  var cause = exception.getCause();
  return cause !== null && simpleName(exception) === "ExecutionException" ? cause : exception;
 }
 function simpleName(exception) {
  return String(exception.getClass().getName()).replace(/^.*\./, "");
 }

 // scripts-ts/idm/hook.ts
 var NOTE = "_idcsPasswordSync";
 function lenient(name, run2, broken) {
  if (broken === void 0) {
   broken = function() {
    return void 0;
   };
  }
  try {
   run2(readSettings());
  } catch (caught) {
   var told_1 = "idcs-password-sync: ".concat(name, " could not do its work, the change goes on: ").concat(describe(caught));
   for (var _i = 0, _a = [function() {
    return log().error(told_1);
   }, broken, countHookFailure]; _i < _a.length; _i++) {
    var step = _a[_i];
    try {
     step();
    } catch (_again) {
    }
   }
  }
 }
 function objectName() {
  return String(String(resourceName).split("/")[1]);
 }
 function userRef(id) {
  return { object: objectName(), id: String(id) };
 }
 function givenId() {
  var id = request.newResourceId;
  return id === null || id === void 0 || String(id) === "" ? null : String(id);
 }
 var bound = {
  object: function() {
   return object;
  },
  newObject: function() {
   return newObject;
  },
  oldObject: function() {
   return oldObject;
  }
 };
 function text(value) {
  return typeof value === "string" || value instanceof String ? String(value) : null;
 }
 function readNote() {
  var note = text(request.additionalParameters[NOTE]);
  if (note === null)
   return null;
  return note === "not noted" ? note : JSON.parse(note);
 }

 // scripts-ts/sync/job.ts
 var DONE = { kind: "done" };
 function jobAfterCommit(settings, ref, noted) {
  var quickRetriesLeft = settings.quickRetrySeconds.length;
  return { ref: ref, owner: noted.nonce, settled: noted.nonce, unsent: noted.fresh, quickRetriesLeft: quickRetriesLeft, waits: 0 };
 }

 // scripts-ts/sync/settings.ts
 var CLOCK_SKEW_SECONDS = 30;
 function leaseReserveSeconds(settings) {
  return settings.deadlineSeconds + CLOCK_SKEW_SECONDS;
 }
 function leaseSeconds(settings) {
  return leaseReserveSeconds(settings) + settings.deadlineSeconds;
 }

 // scripts-ts/sync/record.ts
 var SCHEMA = 1;
 function isLive(lease2, now) {
  return Date.parse(lease2.until) > now.getTime();
 }
 function secondsSince(time, now) {
  return Math.max(0, (now.getTime() - Date.parse(time)) / 1e3);
 }
 function after(now, seconds) {
  return new Date(now.getTime() + seconds * 1e3).toISOString();
 }
 function noteIntent(record, intent, fresh, lease2, settings, now) {
  var known = record === null ? { intents: [], mark: void 0, delivered: void 0, refused: void 0 } : record;
  var intents = known.intents.filter(function(other) {
   return other.nonce !== intent.nonce;
  }).concat([intent]);
  if (record !== null && record.state === "delivering" && isLive(record.lease, now)) {
   return __assign(__assign({}, record), { intents: intents, attempts: 0 });
  }
  var waiting = record !== null && (record.state === "pending" || record.state === "delivering");
  var base = __assign(__assign(__assign({ schema: SCHEMA, target: fresh.target, user: fresh.user, salt: record === null ? fresh.salt : record.salt, intents: intents, since: waiting ? record.since : intent.at, attempts: 0 }, known.mark && { mark: known.mark }), known.delivered && { delivered: known.delivered }), known.refused && { refused: known.refused });
  if (lease2 === null)
   return __assign(__assign({}, base), { state: "pending", due: graceEnd([intent], settings) });
  var mark = known.mark || { password: intent.password, at: intent.at };
  return __assign(__assign({}, base), { mark: mark, state: "delivering", lease: lease2, due: lease2.until });
 }
 function leaseUntil(settings, now, pauseSeconds) {
  if (pauseSeconds === void 0) {
   pauseSeconds = 0;
  }
  return after(now, leaseSeconds(settings) + pauseSeconds);
 }
 function lease(record, owner, until) {
  return __assign(__assign({}, common(record)), { state: "delivering", lease: { owner: owner, until: until }, due: until });
 }
 function release(record, due, failure2, countsAsAttempt) {
  if (countsAsAttempt === void 0) {
   countsAsAttempt = false;
  }
  var attempts = record.attempts + (countsAsAttempt ? 1 : 0);
  return __assign(__assign(__assign({}, common(record)), { state: "pending", attempts: attempts, due: due }), failure2 && { failure: failure2 });
 }
 function close(record, password, settled, settings, now) {
  var intents = openIntents(record, settled, settings, now);
  var _a = common(record), _mark = _a.mark, _refused = _a.refused, rest = __rest(_a, ["mark", "refused"]);
  return __assign(__assign({}, rest), { state: "delivered", intents: intents, delivered: password, attempts: 0, due: intents.length > 0 ? graceEnd(intents, settings) : after(now, settings.keepDeliveredHours * 3600) });
 }
 function park(record, failure2, settled, settings, now) {
  var open = openIntents(record, settled, settings, now);
  var due = open.length > 0 ? graceEnd(open, settings) : expiry(record, settings);
  return __assign(__assign({}, common(record)), { state: "parked", failure: failure2, due: due });
 }
 function expiry(record, settings) {
  var times = record.intents.map(function(intent) {
   return intent.at;
  });
  return after(latest([record.since].concat(times)), settings.timeToLiveDays * 86400);
 }
 function expire(record, reason, settings, now) {
  var due = after(now, settings.keepDeliveredHours * 3600);
  return __assign(__assign({}, common(record)), { state: "expired", intents: [], reason: reason, due: due });
 }
 function expireDeleted(record, settings, now) {
  var _a = expire(record, "the user was deleted", settings, now), _delivered = _a.delivered, _refused = _a.refused, rest = __rest(_a, ["delivered", "refused"]);
  return rest;
 }
 function resolveMark(record, held) {
  var mark = record.mark, rest = __rest(record, ["mark"]);
  return __assign(__assign({}, rest), held && mark && { delivered: mark.password });
 }
 function isYoung(intent, settings, now) {
  return secondsSince(intent.at, now) < settings.graceSeconds;
 }
 function openIntents(record, settled, settings, now) {
  return record.intents.filter(function(intent) {
   return intent.nonce !== settled && isYoung(intent, settings, now);
  });
 }
 function graceEnd(intents, settings) {
  return after(latest(intents.map(function(intent) {
   return intent.at;
  })), settings.graceSeconds);
 }
 function latest(times) {
  return new Date(Math.max.apply(null, times.map(Date.parse)));
 }
 function common(record) {
  var schema = record.schema, target = record.target, user = record.user, salt = record.salt, intents = record.intents, due = record.due, since = record.since, attempts = record.attempts, mark = record.mark, delivered = record.delivered, refused = record.refused;
  return __assign(__assign(__assign({ schema: schema, target: target, user: user, salt: salt, intents: intents, due: due, since: since, attempts: attempts }, mark && { mark: mark }), delivered && { delivered: delivered }), refused && { refused: refused });
 }

 // scripts-ts/sync/aftermath.ts
 var BACKOFF_FACTOR = 4;
 function decideAfterFailure(failure2, attempt, settings, now, random) {
  var outstanding = attempt.outstanding, job = attempt.job;
  var record = outstanding ? attempt.record : resolveMark(attempt.record, false);
  var seconds = secondsSince(record.since, now);
  var done = function(next, outcome) {
   return { next: next, then: DONE, outcome: outcome };
  };
  var failed2 = function(next) {
   return done(next, { kind: "failed", ref: job.ref, failure: failure2, attempts: next.attempts, seconds: seconds });
  };
  var parked = function() {
   return done(park(record, failure2, job.settled, settings, now), { kind: "parked", ref: job.ref, failure: failure2, seconds: seconds });
  };
  switch (failure2.class) {
   case "transient":
   case "ambiguous": {
    if (job.quickRetriesLeft > 0)
     return quickRetry(attempt, settings, now);
    if (record.attempts + 1 >= settings.maxAttempts)
     return spent(record, failure2, job, settings, now);
    var pause = backoffSeconds(record.attempts, settings, random);
    return failed2(release(record, after(now, pause), failure2, true));
   }
   case "throttled":
   case "configuration":
    return failed2(release(record, after(now, settings.backoffSeconds * (0.5 + random / 2)), failure2));
   case "rejected":
   case "unknownUser":
    return parked();
   case "notApplicable": {
    var reason = failure2.reason;
    return done(expire(record, reason, settings, now), { kind: "expired", ref: job.ref, reason: reason });
   }
  }
 }
 function quickRetry(_a, settings, now) {
  var record = _a.record, outstanding = _a.outstanding, job = _a.job;
  var made = settings.quickRetrySeconds.length - job.quickRetriesLeft;
  var afterSeconds = settings.quickRetrySeconds[made] || 0;
  return {
   next: lease(record, job.owner, leaseUntil(settings, now, afterSeconds)),
   then: {
    kind: "again",
    afterSeconds: afterSeconds,
    job: __assign(__assign({}, job), { quickRetriesLeft: job.quickRetriesLeft - 1, unsent: !outstanding })
   },
   outcome: null
  };
 }
 function spent(record, failure2, job, settings, now) {
  var attempts = record.attempts + 1;
  var parked = park(record, failure2, job.settled, settings, now);
  var again = after(now, settings.maxBackoffSeconds);
  var outcome = { ref: job.ref, failure: failure2, seconds: secondsSince(record.since, now) };
  return {
   next: __assign(__assign({}, parked), { attempts: attempts, due: again < parked.due ? again : parked.due }),
   then: DONE,
   outcome: attempts === settings.maxAttempts ? __assign(__assign({}, outcome), { kind: "parked" }) : __assign(__assign({}, outcome), { kind: "failed", attempts: attempts })
  };
 }
 function backoffSeconds(attempts, settings, random) {
  var full = Math.min(settings.maxBackoffSeconds, settings.backoffSeconds * Math.pow(BACKOFF_FACTOR, attempts));
  return full * (0.5 + random / 2);
 }

 // scripts-ts/sync/ids.ts
 function recordId(target, ref) {
  return "".concat(target, ".").concat(safe(ref.object), ".").concat(safe(ref.id));
 }
 function unboundId(target, nonce) {
  return "".concat(target, ".new.").concat(safe(nonce));
 }
 function safe(part) {
  return part.replace(/[^A-Za-z0-9_-]/g, function(character) {
   return "~".concat(character.charCodeAt(0).toString(16), ".");
  });
 }

 // scripts-ts/sync/delivery.ts
 var MAX_LOOKS = 8;
 function deliver(ports, settings, job) {
  var work = { ports: ports, settings: settings, job: job, id: recordId(settings.target, job.ref) };
  var learned = { outstanding: !job.unsent };
  for (var looks = 0; looks < MAX_LOOKS; looks++) {
   var held = hold(work);
   if (!("record" in held))
    return held;
   if (held.fromOthers)
    learned = __assign(__assign({}, learned), { outstanding: true });
   var step = look(work, held, learned);
   if (step.kind === "ended")
    return step.next;
   learned = step.learned;
  }
  return soonAgain(__assign(__assign({}, job), { unsent: !learned.outstanding && learned.delivered === void 0 }));
 }
 function hold(_a) {
  var ports = _a.ports, settings = _a.settings, job = _a.job, id = _a.id;
  var stored2 = ports.outbox.read(id);
  if (stored2 === null || stored2.entry.state === "unbound")
   return DONE;
  var record = stored2.entry;
  var now = ports.now();
  var mine = record.state === "delivering" && record.lease.owner === job.owner;
  if (record.state === "delivering") {
   if (!mine && isLive(record.lease, now))
    return waitForOther(record, job);
   if (mine && hasReserve(record, settings, now))
    return { record: record, revision: stored2.revision, fromOthers: false };
  }
  if (job.waits > 0 && record.state === "pending" && record.failure && Date.parse(record.due) > now.getTime())
   return DONE;
  var taken = lease(record, job.owner, leaseUntil(settings, now));
  var written = ports.outbox.replace(id, stored2.revision, taken);
  if (written.kind === "conflict")
   return mine ? soonAgain(job) : waitForOther(record, job);
  return { record: taken, revision: written.revision, fromOthers: !mine };
 }
 function waitForOther(record, job) {
  return record.intents.some(function(intent) {
   return intent.nonce === job.settled;
  }) ? soonAgain(job) : DONE;
 }
 function soonAgain(job) {
  var afterSeconds = Math.min(5, 0.1 * Math.pow(2, job.waits));
  return { kind: "again", afterSeconds: afterSeconds, job: __assign(__assign({}, job), { waits: job.waits + 1 }) };
 }
 function look(work, held, learned) {
  var ports = work.ports, settings = work.settings, job = work.job;
  var now = ports.now();
  var user = ports.users.read(job.ref);
  switch (user.kind) {
   case "absent":
    return finish(work, held, expireDeleted(held.record, settings, now), learned);
   case "unknown":
    return fail(work, held, { class: "transient", reason: "the user can't be read: ".concat(user.reason) }, learned);
   case "found":
    break;
  }
  var record = withLearned(held.record, learned);
  var confirmed = false;
  if (record.mark && learned.outstanding) {
   var answer2 = ports.target.passwordSetSince(job.ref, user.account, new Date(Date.parse(record.mark.at)));
   if (answer2.kind === "failed")
    return fail(work, held, answer2.failure, learned);
   confirmed = answer2.kind === "yes";
   record = resolveMark(record, confirmed);
  }
  var password = ports.fingerprint(record.salt, user.password);
  if (password === record.delivered) {
   return closeAs(work, held, record, password, learned, function() {
    if (confirmed)
     reportDelivered(work, held, false);
   });
  }
  if (record.refused && record.refused.password === password) {
   var failure_1 = record.refused.failure;
   return finish(work, held, park(record, failure_1, job.settled, settings, now), learned, DONE, function() {
    if (learned.refused) {
     ports.report({ kind: "parked", ref: job.ref, failure: failure_1, seconds: secondsSince(record.since, now) });
    }
   });
  }
  if (Date.parse(expiry(record, settings)) <= now.getTime()) {
   var reason_1 = "its time to live is over";
   return finish(work, held, expire(resolveMark(record, false), reason_1, settings, now), learned, DONE, function() {
    return ports.report({ kind: "expired", ref: job.ref, reason: reason_1 });
   });
  }
  if (!record.intents.some(function(intent) {
   return intent.password === password;
  })) {
   var open = openIntents(record, job.settled, settings, now);
   if (open.length > 0)
    return finish(work, held, release(record, graceEnd(open, settings)), learned);
   if (!oracleNeeds(record, password)) {
    var reason = "the change was not committed";
    return finish(work, held, expire(resolveMark(record, false), reason, settings, now), learned);
   }
  }
  var ready = prepare(work, held, record, password);
  if (ready === null)
   return { kind: "moved", learned: learned };
  return send(work, ready, password, user.account, user.password);
 }
 function oracleNeeds(record, password) {
  if (record.delivered !== void 0)
   return true;
  return !record.intents.some(function(intent) {
   return intent.before === password;
  });
 }
 function prepare(_a, held, record, password) {
  var ports = _a.ports, settings = _a.settings, job = _a.job, id = _a.id;
  var now = ports.now();
  var marked = record.mark !== void 0 && record.mark.password === password;
  if (marked && hasReserve(held.record, settings, now))
   return { record: record, revision: held.revision };
  var next = __assign(__assign({}, lease(record, job.owner, leaseUntil(settings, now))), { mark: { password: password, at: now.toISOString() } });
  var written = ports.outbox.replace(id, held.revision, next);
  return written.kind === "written" ? { record: next, revision: written.revision } : null;
 }
 function send(work, held, password, account, clearText) {
  var ports = work.ports, settings = work.settings, job = work.job;
  var until = new Date(Date.parse(held.record.lease.until) - leaseReserveSeconds(settings) * 1e3);
  var sending = ports.target.setPassword(job.ref, account, clearText, until);
  if (sending.kind === "failed") {
   var learned_1 = __assign({ outstanding: sending.failure.class === "ambiguous" }, sending.failure.class === "rejected" && { refused: { password: password, failure: sending.failure } });
   return fail(work, held, sending.failure, learned_1);
  }
  reportDelivered(work, held, sending.provisioned, sending.requestId);
  var learned = { outstanding: false, delivered: password };
  return closeAs(work, held, withLearned(held.record, learned), password, learned);
 }
 function closeAs(work, held, record, password, learned, whenWritten) {
  var closed = close(record, password, work.job.settled, work.settings, work.ports.now());
  return finish(work, held, closed, learned, DONE, whenWritten);
 }
 function reportDelivered(_a, _b, provisioned, requestId) {
  var ports = _a.ports, job = _a.job;
  var record = _b.record;
  ports.report(__assign({ kind: "delivered", ref: job.ref, seconds: secondsSince(record.since, ports.now()), provisioned: provisioned }, requestId !== void 0 && { requestId: requestId }));
 }
 function fail(work, held, failure2, learned) {
  var ports = work.ports, settings = work.settings, job = work.job;
  var attempt = { record: withLearned(held.record, learned), outstanding: learned.outstanding, job: job };
  var _a = decideAfterFailure(failure2, attempt, settings, ports.now(), ports.random()), next = _a.next, then = _a.then, outcome = _a.outcome;
  return finish(work, held, next, learned, then, function() {
   if (outcome !== null)
    ports.report(outcome);
  });
 }
 function finish(_a, held, record, learned, next, whenWritten) {
  var ports = _a.ports, id = _a.id;
  if (next === void 0) {
   next = DONE;
  }
  if (whenWritten === void 0) {
   whenWritten = function() {
    return void 0;
   };
  }
  if (ports.outbox.replace(id, held.revision, record).kind === "conflict")
   return { kind: "moved", learned: learned };
  whenWritten();
  return { kind: "ended", next: next };
 }
 function withLearned(record, _a) {
  var delivered = _a.delivered, refused = _a.refused;
  if (delivered !== void 0) {
   var _b = resolveMark(record, false), _refused = _b.refused, rest = __rest(_b, ["refused"]);
   return __assign(__assign({}, rest), { delivered: delivered });
  }
  if (refused !== void 0)
   return __assign(__assign({}, resolveMark(record, false)), { refused: refused });
  return record;
 }
 function hasReserve(record, settings, now) {
  return Date.parse(record.lease.until) - now.getTime() >= leaseReserveSeconds(settings) * 1e3;
 }

 // scripts-ts/oracle/scim.ts
 var SEARCH_REQUEST = "urn:ietf:params:scim:api:messages:2.0:SearchRequest";
 var USER = "urn:ietf:params:scim:schemas:core:2.0:User";
 var USER_PASSWORD_CHANGER = "urn:ietf:params:scim:schemas:oracle:idcs:UserPasswordChanger";
 var ERROR_EXTENSION = "urn:ietf:params:scim:api:oracle:idcs:extension:messages:Error";
 var EXTENSION = "urn:ietf:params:scim:schemas:oracle:idcs:extension";
 var USER_EXTENSION = "".concat(EXTENSION, ":user:User");
 var PASSWORD_STATE = "".concat(EXTENSION, ":passwordState:User");
 function equals(attribute, value) {
  return "".concat(attribute, " eq ").concat(JSON.stringify(value));
 }

 // scripts-ts/oracle/transport.ts
 function jsonObject(answer2) {
  try {
   var parsed = JSON.parse(answer2.body);
   return isObject(parsed) ? parsed : null;
  } catch (_notJson) {
   return null;
  }
 }
 function isObject(value) {
  return typeof value === "object" && value !== null;
 }

 // scripts-ts/oracle/classify.ts
 var MAX_QUOTED = 300;
 function classify(operation, result) {
  switch (result.kind) {
   case "unsent":
    return { class: result.configuration ? "configuration" : "transient", reason: "".concat(operation, ": ").concat(result.reason) };
   case "unanswered":
    return { class: operation === "password" ? "ambiguous" : "transient", reason: "".concat(operation, ": ").concat(result.reason) };
   case "answer":
    return __assign({ class: classOf(operation, result), reason: "".concat(operation, ": ").concat(wordsOf(result)), status: result.status }, result.requestId !== null && { requestId: result.requestId });
  }
 }
 function classOf(operation, answer2) {
  var status = answer2.status;
  if (status === 429)
   return "throttled";
  if (status === 408 || status >= 500 || status < 400) {
   return operation === "password" ? "ambiguous" : "transient";
  }
  if (status === 401 || status === 403)
   return "configuration";
  if (operation === "token")
   return "configuration";
  if (status === 404)
   return operation === "password" || operation === "read" ? "unknownUser" : "configuration";
  if (operation === "create" && status === 409)
   return "transient";
  if (operation === "create" || operation === "search")
   return "unknownUser";
  return operation === "password" && status === 400 ? "rejected" : "configuration";
 }
 function wordsOf(answer2) {
  var body = jsonObject(answer2);
  if (body !== null) {
   var extension = body[ERROR_EXTENSION];
   var id = isObject(extension) && typeof extension.messageId === "string" ? " (".concat(extension.messageId, ")") : "";
   var words = body.detail || body.error_description || body.error;
   if (typeof words === "string")
    return "HTTP ".concat(answer2.status, ": ").concat(words.slice(0, MAX_QUOTED)).concat(id);
  }
  var kind = answer2.contentType.split(";")[0] || "no content type";
  var title = /<title>([^<]*)<\/title>/i.exec(answer2.body);
  var text2 = title ? title[1] : answer2.body === "" ? "empty" : "not what was expected";
  return "HTTP ".concat(answer2.status, ": ").concat(String(text2).slice(0, MAX_QUOTED), " (").concat(kind, ")");
 }

 // scripts-ts/oracle/token.ts
 function accessToken(ports, settings, refused) {
  var cached = usable(ports, refused);
  if (cached !== null)
   return { kind: "token", token: cached };
  return ports.store.exclusively(function() {
   var fetchedMeanwhile = usable(ports, refused);
   if (fetchedMeanwhile !== null)
    return { kind: "token", token: fetchedMeanwhile };
   return fetchToken(ports, settings);
  });
 }
 function usable(_a, refused) {
  var store = _a.store, now = _a.now;
  var token = store.read();
  if (token === null || token.useUntil <= now().getTime())
   return null;
  return refused !== null && refused.value === token.value ? null : token;
 }
 function fetchToken(ports, settings) {
  var requested = ports.now().getTime();
  var secret;
  try {
   secret = ports.clientSecret();
  } catch (caught) {
   var reason = "token: the client secret can't be decrypted: ".concat(ports.describe(caught));
   return { kind: "failed", failure: { class: "configuration", reason: reason } };
  }
  var credentials = "".concat(encodeURIComponent(settings.clientId), ":").concat(encodeURIComponent(secret));
  var result = ports.transport.exchange({
   method: "POST",
   url: "".concat(settings.baseUrl, "/oauth2/v1/token"),
   headers: {
    Authorization: "Basic ".concat(ports.base64(credentials)),
    "Content-Type": "application/x-www-form-urlencoded;charset=UTF-8",
    Accept: "application/json"
   },
   body: "grant_type=client_credentials&scope=".concat(encodeURIComponent(settings.scope))
  });
  var body = result.kind === "answer" && result.status === 200 ? jsonObject(result) : null;
  if (body === null || typeof body.access_token !== "string") {
   return { kind: "failed", failure: classify("token", result) };
  }
  var lifetime = typeof body.expires_in === "number" ? body.expires_in : 3600;
  var useSeconds = Math.max(lifetime - settings.tokenRefreshBufferSeconds, lifetime / 2);
  var token = { value: body.access_token, useUntil: requested + useSeconds * 1e3 };
  ports.store.write(token);
  return { kind: "token", token: token };
 }

 // scripts-ts/oracle/call.ts
 function authorised(ports, settings, method, path, body) {
  var refused = null;
  for (; ; ) {
   var result = accessToken(ports, settings, refused);
   if (result.kind === "failed")
    return { kind: "noToken", failure: result.failure };
   var answer2 = ports.transport.exchange(__assign({ method: method, url: "".concat(settings.baseUrl, "/admin/v1").concat(path), headers: {
    Authorization: "Bearer ".concat(result.token.value),
    "Content-Type": "application/scim+json",
    Accept: "application/scim+json, application/json"
   } }, body && { body: JSON.stringify(body) }));
   if (answer2.kind !== "answer" || answer2.status !== 401 || refused !== null)
    return answer2;
   refused = result.token;
  }
 }

 // scripts-ts/oracle/users.ts
 function searchBody(userName) {
  return {
   schemas: [SEARCH_REQUEST],
   filter: equals("userName", userName),
   attributes: [
    "id",
    "userName",
    "".concat(USER_EXTENSION, ":isFederatedUser"),
    "".concat(USER_EXTENSION, ":delegatedAuthenticationTargetApp")
   ],
   startIndex: 1,
   count: 2
  };
 }
 function matchOf(list, userName) {
  var total2 = list.totalResults;
  if (typeof total2 !== "number")
   return "unreadable";
  if (total2 === 0)
   return null;
  var resources = list.Resources;
  if (!(resources instanceof Array))
   return "unreadable";
  var users = resources.filter(function(user2) {
   return isObject(user2) && String(user2.userName).toLowerCase() === userName.toLowerCase();
  });
  if (users.length > 1)
   return "several";
  var user = users[0];
  if (!isObject(user))
   return null;
  if (typeof user.id !== "string")
   return "unreadable";
  var extension = user[USER_EXTENSION];
  var passwordElsewhere = isObject(extension) && (extension.isFederatedUser === true || isObject(extension.delegatedAuthenticationTargetApp));
  return { id: user.id, passwordElsewhere: passwordElsewhere };
 }
 function createBody(account) {
  var _a;
  var _b = account.profile, givenName = _b.givenName, familyName = _b.familyName, email = _b.email;
  return __assign(__assign({ schemas: [USER, USER_EXTENSION], userName: account.userName, name: __assign(__assign({}, givenName && { givenName: givenName }), { familyName: familyName || account.userName }) }, email && { emails: [{ value: email, type: "work", primary: true }] }), (_a = {}, _a[USER_EXTENSION] = { bypassNotification: true }, _a));
 }

 // scripts-ts/oracle/client.ts
 var HASH_LIKE = /^\{[A-Za-z][A-Za-z0-9._-]*\}/;
 function oracleTarget(ports, settings) {
  return {
   setPassword: function(ref, account, password, until) {
    if (HASH_LIKE.test(password)) {
     return failed("rejected", "the password begins like a hash in braces, which Oracle might take for one");
    }
    var timely = requestingUntil(ports, until);
    var user = findOrCreate(timely, settings, ref, account);
    if (user.kind === "failed")
     return user;
    var called = authorised(timely, settings, "PUT", "/UserPasswordChanger/".concat(encodeURIComponent(user.id)), {
     schemas: [USER_PASSWORD_CHANGER],
     password: password,
     bypassNotification: true
    });
    if (called.kind === "answer" && (called.status === 204 || objectOf(called, 200) !== null)) {
     var requestId = called.requestId;
     return __assign({ kind: "delivered", provisioned: user.created }, requestId !== null && { requestId: requestId });
    }
    var refused = withoutPassword(failure("password", called), password);
    if (refused.failure.class !== "unknownUser")
     return refused;
    ports.ids.drop(ref);
    return { kind: "failed", failure: __assign(__assign({}, refused.failure), { class: "transient" }) };
   },
   passwordSetSince: function(ref, account, since) {
    var user = find(ports, settings, ref, account);
    if (user === null)
     return { kind: "no" };
    if (user.kind === "failed")
     return user;
    var called = authorised(ports, settings, "GET", "/Users/".concat(encodeURIComponent(user.id), "?attributes=").concat(encodeURIComponent(PASSWORD_STATE)));
    if (called.kind === "answer" && called.status === 404) {
     ports.ids.drop(ref);
     return { kind: "no" };
    }
    var body = objectOf(called, 200);
    if (body === null)
     return failure("read", called);
    var state2 = body[PASSWORD_STATE];
    var date = isObject(state2) ? state2.lastSuccessfulSetDate : void 0;
    return { kind: typeof date === "string" && Date.parse(date) >= since.getTime() ? "yes" : "no" };
   }
  };
 }
 function requestingUntil(ports, until) {
  return __assign(__assign({}, ports), { transport: {
   exchange: function(request2) {
    if (ports.now().getTime() <= until.getTime())
     return ports.transport.exchange(request2);
    var reason = "Oracle is so slow that the lease would not outlast another request";
    return { kind: "unsent", reason: reason, configuration: false };
   }
  } });
 }
 function findOrCreate(ports, settings, ref, account) {
  var found = find(ports, settings, ref, account);
  if (found !== null)
   return found;
  if (!settings.provisioning) {
   return failed("unknownUser", "Oracle has no user of that name, and provisioning is switched off");
  }
  var called = authorised(ports, settings, "POST", "/Users", createBody(account));
  var body = objectOf(called, 201);
  if (body === null || typeof body.id !== "string")
   return failure("create", called);
  ports.ids.write(ref, account.userName, body.id);
  return { kind: "found", id: body.id, created: true };
 }
 function find(ports, settings, ref, account) {
  var cached = ports.ids.read(ref, account.userName);
  if (cached !== null)
   return { kind: "found", id: cached, created: false };
  var called = authorised(ports, settings, "POST", "/Users/.search", searchBody(account.userName));
  var body = objectOf(called, 200);
  var match = body === null ? "unreadable" : matchOf(body, account.userName);
  if (match === "unreadable")
   return failure("search", called);
  if (match === "several")
   return failed("unknownUser", "Oracle knows several users of that name");
  if (match === null)
   return null;
  if (match.passwordElsewhere)
   return failed("notApplicable", "Oracle keeps no password of this federated or delegated user");
  ports.ids.write(ref, account.userName, match.id);
  return { kind: "found", id: match.id, created: false };
 }
 function objectOf(called, status) {
  return called.kind === "answer" && called.status === status ? jsonObject(called) : null;
 }
 function failure(operation, called) {
  return { kind: "failed", failure: called.kind === "noToken" ? called.failure : classify(operation, called) };
 }
 function withoutPassword(_a, password) {
  var kind = _a.kind, failure2 = _a.failure;
  return { kind: kind, failure: __assign(__assign({}, failure2), { reason: failure2.reason.split(password).join("***") }) };
 }
 function failed(failureClass, reason) {
  return { kind: "failed", failure: { class: failureClass, reason: reason } };
 }

 // scripts-ts/idm/http.ts
 var UNSENT = /^(ConnectException|HttpConnectTimeoutException|UnresolvedAddressException|UnknownHostException|NoRouteToHostException)$/;
 var CONFIGURATION = /^(SSLHandshake|SSLPeerUnverified|CertPath\w*|Certificate\w*|IllegalArgument)Exception$/;
 function javaTransport(idcs) {
  var http = jdk().net.http;
  var charset = jdk().nio.charset.StandardCharsets.UTF_8;
  return {
   exchange: function(_a) {
    var method = _a.method, url = _a.url, headers = _a.headers, body = _a.body;
    try {
     var builder = http.HttpRequest.newBuilder().uri(jdk().net.URI.create(url)).timeout(jdk().time.Duration.ofSeconds(idcs.requestTimeoutSeconds)).method(method, body === void 0 ? http.HttpRequest.BodyPublishers.noBody() : http.HttpRequest.BodyPublishers.ofString(body, charset));
     for (var name in headers)
      builder.header(name, String(headers[name]));
     var future = client(idcs).sendAsync(builder.build(), http.HttpResponse.BodyHandlers.ofString(charset));
     try {
      return answer(future.get(idcs.requestTimeoutSeconds + 1, jdk().util.concurrent.TimeUnit.SECONDS));
     } finally {
      future.cancel(true);
     }
    } catch (caught) {
     var name = className(caught);
     if (name === "")
      throw caught;
     var reason = name === "IllegalArgumentException" ? name : describe(caught);
     if (CONFIGURATION.test(name))
      return { kind: "unsent", reason: reason, configuration: true };
     if (UNSENT.test(name))
      return { kind: "unsent", reason: reason, configuration: false };
     return { kind: "unanswered", reason: reason };
    }
   }
  };
 }
 function client(idcs) {
  var http = jdk().net.http;
  return once("http client ".concat(idcs.connectTimeoutSeconds), function() {
   return http.HttpClient.newBuilder().version(http.HttpClient.Version.HTTP_1_1).followRedirects(http.HttpClient.Redirect.NEVER).connectTimeout(jdk().time.Duration.ofSeconds(idcs.connectTimeoutSeconds)).build();
  });
 }
 function answer(response) {
  var header = function(name) {
   var value = response.headers().firstValue(name).orElse(null);
   return value === null ? null : String(value);
  };
  return {
   kind: "answer",
   status: Number(response.statusCode()),
   body: String(response.body()),
   contentType: header("Content-Type") || "",
   requestId: header("opc-request-id") || header("X-ORACLE-DMS-ECID")
  };
 }

 // scripts-ts/idm/outbox.ts
 var PAGE = 500;
 function repositoryOutbox(path) {
  return {
   read: function(id) {
    var read = readOrNull("".concat(path, "/").concat(id));
    return read === null ? null : stored(read);
   },
   create: function(id, entry) {
    return writing([412], function() {
     return idm().create(path, id, entry);
    });
   },
   // 404: removed since it was read, which is a conflict like any other.
   replace: function(id, revision, entry) {
    return writing([412, 404], function() {
     return idm().update("".concat(path, "/").concat(id), revision, entry);
    });
   },
   remove: function(id, revision) {
    return writing([412, 404], function() {
     return idm().delete("".concat(path, "/").concat(id), revision);
    });
   },
   due: function(before, limit) {
    return queryIds(path, 'due le "'.concat(before.toISOString(), '"'), { _sortKeys: "due", _pageSize: limit });
   },
   inState: function(states) {
    var filter = states.map(function(state2) {
     return 'state eq "'.concat(state2, '"');
    }).join(" or ");
    var ids = [];
    for (; ; ) {
     var page = queryIds(path, filter, { _sortKeys: "due", _pageSize: PAGE, _pagedResultsOffset: ids.length });
     ids = ids.concat(page);
     if (page.length < PAGE)
      return ids;
    }
   }
  };
 }
 function readOrNull(path) {
  try {
   return idm().read(path);
  } catch (caught) {
   if (isMissing(caught))
    return null;
   throw caught;
  }
 }
 function stored(read) {
  var _a = copy(read), _id = _a._id, _rev = _a._rev, entry = __rest(_a, ["_id", "_rev"]);
  if (entry.schema !== SCHEMA) {
   throw { code: 500, message: "the outbox entry ".concat(String(_id), " is of schema ").concat(String(entry.schema), ", not ").concat(SCHEMA) };
  }
  return { revision: String(_rev), entry: entry };
 }
 function writing(conflicts, write) {
  try {
   return { kind: "written", revision: String(write()._rev) };
  } catch (caught) {
   var code = codeOf(caught);
   if (code !== null && conflicts.indexOf(code) >= 0)
    return { kind: "conflict" };
   throw caught;
  }
 }
 function queryIds(path, filter, paging) {
  try {
   var found = copy(idm().query(path, __assign({ _queryFilter: filter }, paging), ["_id"]).result);
   return found.map(function(entry) {
    return entry._id;
   });
  } catch (caught) {
   if (isMissing(caught))
    return [];
   throw caught;
  }
 }
 function isMissing(caught) {
  var code = codeOf(caught);
  return code === 404 || code === 400;
 }

 // scripts-ts/idm/fingerprint.ts
 var ALGORITHM = "HmacSHA256";
 var KEY_BYTES = 32;
 var KEY_ID = "fingerprint";
 function fingerprinter(keysPath) {
  return function(salt, password) {
   var mac = jdkx().crypto.Mac.getInstance(ALGORITHM);
   mac.init(once("key ".concat(keysPath), function() {
    return readOrMakeKey(keysPath);
   }));
   return String(jdk().util.Base64.getEncoder().encodeToString(mac.doFinal(utf8("".concat(salt, "\0").concat(password)))));
  };
 }
 function readOrMakeKey(keysPath) {
  var known = readKey(keysPath);
  if (known !== null)
   return known;
  var sealed = idm().encrypt(randomKey(), null, property("openidm.config.crypto.alias") || "openidm-sym-default");
  try {
   idm().create(keysPath, KEY_ID, { schema: 1, sealed: JSON.stringify(sealed) });
  } catch (caught) {
   if (codeOf(caught) !== 412)
    throw caught;
  }
  var made = readKey(keysPath);
  if (made === null)
   throw { code: 500, message: "the fingerprint key can't be read back from ".concat(keysPath) };
  return made;
 }
 function readKey(keysPath) {
  var read = readOrNull("".concat(keysPath, "/").concat(KEY_ID));
  if (read === null)
   return null;
  var key = String(idm().decrypt(JSON.parse(String(read.sealed))));
  return new (jdkx()).crypto.spec.SecretKeySpec(jdk().util.Base64.getDecoder().decode(key), ALGORITHM);
 }
 function randomKey() {
  var bytes = utf8(new Array(KEY_BYTES + 1).join(" "));
  new (jdk()).security.SecureRandom().nextBytes(bytes);
  return String(jdk().util.Base64.getEncoder().encodeToString(bytes));
 }

 // scripts-ts/idm/intent-ports.ts
 function intentPorts(settings) {
  return {
   now: function() {
    return /* @__PURE__ */ new Date();
   },
   nonce: function() {
    return String(jdk().util.UUID.randomUUID());
   },
   fingerprint: fingerprinter(settings.outbox.keysPath),
   outbox: repositoryOutbox(settings.outbox.path)
  };
 }

 // scripts-ts/idm/oracle-ids.ts
 var MAX_IDS = 5e4;
 function oracleIds(baseUrl) {
  var ids = sharedStrings("ids ".concat(baseUrl), MAX_IDS);
  var prefix = function(ref) {
   return "".concat(ref.object, "/").concat(ref.id, " ");
  };
  return {
   read: function(ref, userName) {
    return ids.get(prefix(ref) + userName);
   },
   write: function(ref, userName, id) {
    return ids.put(prefix(ref) + userName, id);
   },
   drop: function(ref) {
    return ids.removeStartingWith(prefix(ref));
   }
  };
 }

 // scripts-ts/idm/report.ts
 function reporter(target) {
  return function(outcome) {
   var _a = outcome.ref, object2 = _a.object, id = _a.id;
   var user = "managed/".concat(object2, "/").concat(id);
   var line = "idcs-password-sync: ".concat(user, ": ").concat(wordsOf2(outcome));
   switch (outcome.kind) {
    case "delivered":
     countSync("success");
     observeDuration(outcome.seconds);
     log().info(line);
     break;
    case "failed":
    case "parked":
    case "expired":
     countSync("failure");
     log().warn(line);
     break;
   }
   audit(target, user, outcome);
  };
 }
 function wordsOf2(outcome) {
  switch (outcome.kind) {
   case "delivered":
    return "delivered after ".concat(outcome.seconds, " s").concat(outcome.provisioned ? ", the user was created" : "");
   case "failed":
    return "not delivered, attempt ".concat(outcome.attempts, ": ").concat(failureWords(outcome.failure));
   case "parked":
    return "parked: ".concat(failureWords(outcome.failure));
   case "expired":
    return "closed without a delivery: ".concat(outcome.reason);
  }
 }
 function failureWords(failure2) {
  var request2 = failure2.requestId === void 0 ? "" : ", Oracle's request ".concat(failure2.requestId);
  return "".concat(failure2.class, ": ").concat(failure2.reason).concat(request2);
 }
 function audit(target, user, outcome) {
  try {
   idm().create("audit/activity", null, {
    transactionId: "idcs-password-sync-".concat(String(jdk().util.UUID.randomUUID())),
    timestamp: (/* @__PURE__ */ new Date()).toISOString(),
    eventName: "idcs-password-sync",
    userId: "idcs-password-sync",
    runAs: "idcs-password-sync",
    objectId: user,
    operation: "SYNC",
    status: outcome.kind === "delivered" ? "SUCCESS" : "FAILURE",
    message: "".concat(target, ": ").concat(wordsOf2(outcome)),
    passwordChanged: outcome.kind === "delivered"
   });
  } catch (caught) {
   log().error("idcs-password-sync: ".concat(user, ": no audit event could be written: ").concat(describe(caught)));
  }
 }

 // scripts-ts/idm/users.ts
 function pathOf(ref) {
  return "repo/managed/".concat(ref.object, "/").concat(encodeURIComponent(ref.id));
 }
 function storedUsers(settings) {
  return {
   read: function(ref) {
    try {
     var read = idm().read(pathOf(ref));
     if (read === null)
      return { kind: "absent" };
     var stored2 = copy(read);
     var password = stored2[settings.user.password];
     var userName = stored2[settings.user.userName];
     if (typeof userName !== "string" || userName === "") {
      return { kind: "unknown", reason: "the user has no ".concat(settings.user.userName) };
     }
     if (password === null || password === void 0)
      return { kind: "unknown", reason: "the user has no password" };
     if (idm().isHashed(password))
      return { kind: "unknown", reason: "IDM keeps only a hash of this password" };
     var clear = idm().isEncrypted(password) ? idm().decrypt(password) : password;
     return { kind: "found", password: String(clear), account: { userName: userName, profile: profileOf(stored2, settings) } };
    } catch (caught) {
     return { kind: "unknown", reason: describe(caught) };
    }
   },
   findId: function(object2, userName) {
    try {
     var filter = "".concat(settings.user.userName, " eq ").concat(JSON.stringify(userName));
     var params = { _queryFilter: filter, _pageSize: 2, _sortKeys: settings.user.userName };
     var found = copy(idm().query("repo/managed/".concat(object2), params, ["_id"]).result);
     var user = found[0];
     if (user === void 0)
      return { kind: "absent" };
     return found.length > 1 ? { kind: "unknown" } : { kind: "found", id: user._id };
    } catch (_unreadable) {
     return { kind: "unknown" };
    }
   }
  };
 }
 function profileOf(stored2, settings) {
  var profile = {};
  var attributes = settings.provisioning.attributes;
  for (var oracleAttribute in attributes) {
   var value = stored2[String(attributes[oracleAttribute])];
   if (typeof value === "string" && value !== "")
    profile[oracleAttribute] = value;
  }
  return profile;
 }

 // scripts-ts/idm/ports.ts
 function portsOf(settings) {
  return __assign(__assign({}, intentPorts(settings)), { random: Math.random, users: storedUsers(settings), target: targetOf(settings), report: reporter(settings.target) });
 }
 var MAX_TOKENS = 16;
 function targetOf(settings) {
  var wrong = objection(settings);
  if (wrong !== null)
   return unusable(wrong);
  try {
   return oracle(settings, reveal(settings.idcs.clientId));
  } catch (caught) {
   return unusable("idcs.clientId can't be decrypted: ".concat(describe(caught)));
  }
 }
 function oracle(settings, clientId) {
  var idcs = settings.idcs;
  var tokens = sharedStrings("tokens", MAX_TOKENS);
  var tokenKey = [idcs.baseUrl, idcs.clientId, idcs.scope].join(" ");
  return oracleTarget({
   now: function() {
    return /* @__PURE__ */ new Date();
   },
   transport: javaTransport(idcs),
   clientSecret: function() {
    return reveal(idcs.clientSecret);
   },
   describe: describe,
   base64: function(text2) {
    return String(jdk().util.Base64.getEncoder().encodeToString(utf8(text2)));
   },
   store: {
    read: function() {
     var known = tokens.get(tokenKey);
     return known === null ? null : JSON.parse(known);
    },
    write: function(token) {
     return tokens.put(tokenKey, JSON.stringify(token));
    },
    exclusively: function(refresh) {
     return locked("token lock ".concat(tokenKey), refresh);
    }
   },
   ids: oracleIds(idcs.baseUrl)
  }, __assign(__assign({}, idcs), { clientId: clientId, provisioning: settings.provisioning.enabled }));
 }
 function unusable(reason) {
  var failed2 = { kind: "failed", failure: { class: "configuration", reason: reason } };
  return { setPassword: function() {
   return failed2;
  }, passwordSetSince: function() {
   return failed2;
  } };
 }
 function locked(name, run2) {
  var lock = once(name, function() {
   return new (jdk()).util.concurrent.locks.ReentrantLock();
  });
  lock.lock();
  try {
   return run2();
  } finally {
   lock.unlock();
  }
 }

 // scripts-ts/idm/pool.ts
 var IDLE_SECONDS = 30;
 function deliverInBackground(settings, job) {
  var executor = pool(settings, "delivery");
  if (executor.getQueue().size() >= settings.delivery.queueLimit) {
   log().warn("idcs-password-sync: the background queue is full; the schedule will deliver");
   return;
  }
  executor.execute(task(settings, executor, job));
 }
 function task(settings, executor, job) {
  return new (jdk()).lang.Runnable({
   run: function() {
    try {
     var next = deliver(portsOf(settings), syncSettings(settings), job);
     if (next.kind === "done")
      return;
     var milliseconds = next.afterSeconds * 1e3;
     executor.schedule(task(settings, executor, next.job), milliseconds, jdk().util.concurrent.TimeUnit.MILLISECONDS);
    } catch (caught) {
     log().error("idcs-password-sync: a delivery broke, the schedule will repeat it: ".concat(describe(caught)));
    }
   }
  });
 }
 function pool(_a, purpose) {
  var version = _a.version, delivery = _a.delivery;
  return once("".concat(purpose, " pool ").concat(version, " ").concat(delivery.threads), function() {
   var _a2 = jdk().util.concurrent, ScheduledThreadPoolExecutor = _a2.ScheduledThreadPoolExecutor, TimeUnit = _a2.TimeUnit;
   var executor = new ScheduledThreadPoolExecutor(delivery.threads);
   executor.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
   executor.allowCoreThreadTimeOut(true);
   return executor;
  });
 }

 // scripts-ts/sync/intent.ts
 var MAX_CONFLICTS = 8;
 function noteChange(ports, settings, ref, change, run2) {
  var own = run2.nonce === null ? ports.nonce() : run2.nonce;
  return upsert(ports, settings, ref, own, run2.lease, function(salt) {
   return __assign({ nonce: own, at: ports.now().toISOString(), password: ports.fingerprint(salt, change.password) }, change.before !== null && { before: ports.fingerprint(salt, change.before) });
  });
 }
 function bindCreate(ports, settings, ref, nonce) {
  var id = unboundId(settings.target, nonce);
  var unbound = ports.outbox.read(id);
  if (unbound === null || unbound.entry.state !== "unbound")
   return null;
  var noted = noteBound(ports, settings, ref, unbound.entry);
  ports.outbox.remove(id, unbound.revision);
  return noted;
 }
 function noteBound(ports, settings, ref, _a) {
  var salt = _a.salt, intent = _a.intent;
  return upsert(ports, settings, ref, salt, true, function(recordSalt) {
   return recordSalt === salt ? intent : __assign(__assign({}, intent), { password: "" });
  });
 }
 function noteStored(ports, settings, ref) {
  var user = ports.users.read(ref);
  if (user.kind !== "found")
   return null;
  return noteChange(ports, settings, ref, { password: user.password, before: null }, { nonce: null, lease: true });
 }
 function upsert(ports, settings, ref, freshSalt, takeLease, intentFor) {
  var id = recordId(settings.target, ref);
  for (var conflicts = 0; conflicts < MAX_CONFLICTS; conflicts++) {
   var stored2 = ports.outbox.read(id);
   var record = stored2 === null || stored2.entry.state === "unbound" ? null : stored2.entry;
   var now = ports.now();
   var intent = intentFor(record === null ? freshSalt : record.salt);
   var lease2 = !takeLease ? null : { owner: intent.nonce, until: leaseUntil(settings, now) };
   var next = noteIntent(record, intent, { target: settings.target, user: ref, salt: freshSalt }, lease2, settings, now);
   var written = stored2 === null ? ports.outbox.create(id, next) : ports.outbox.replace(id, stored2.revision, next);
   if (written.kind === "written")
    return { nonce: intent.nonce, fresh: isFresh(record, next, intent.nonce) };
  }
  throw tooManyConflicts();
 }
 function isFresh(before, next, nonce) {
  if (before !== null && before.mark !== void 0)
   return false;
  return next.state === "delivering" && next.lease.owner === nonce && next.mark !== void 0;
 }
 function tooManyConflicts() {
  return { code: 503, message: "the outbox record of this user is written by too many at once" };
 }

 // scripts-ts/entry/postCreate.ts
 function run() {
  lenient("postCreate", function(settings) {
   var note = readNote();
   if (note === null)
    return;
   var sync = syncSettings(settings);
   var ref = userRef(bound.newObject()._id);
   var noted = notedFor(settings, sync, ref, note);
   if (noted !== null)
    deliverInBackground(settings, jobAfterCommit(sync, ref, noted));
  });
 }
 function notedFor(settings, sync, ref, note) {
  if (note === "not noted")
   return noteStored(portsOf(settings), sync, ref);
  return givenId() === null ? bindCreate(intentPorts(settings), sync, ref, note.nonce) : note;
 }

 // start:postCreate
 __idcsPasswordSync.run = run;
})();
__idcsPasswordSync.run();
