/* forgerock-idcs-password-sync 0.1.0, from scripts-ts/entry/endpoint.ts. Generated: do not edit. */
var __idcsPasswordSync = {};
(function() {
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
 function __rest(source, taken2) {
  var rest = {};
  for (var key in source) {
   if (owns(source, key) && taken2.indexOf(key) < 0)
    rest[key] = source[key];
  }
  return rest;
 }
 function __spreadArray(to, from, _pack) {
  return to.concat(from || []);
 }

 // scripts-ts/sync/ids.ts
 function recordId(target, ref) {
  return "".concat(target, ".").concat(safe(ref.object), ".").concat(safe(ref.id));
 }
 function unboundId(target, nonce2) {
  return "".concat(target, ".new.").concat(safe(nonce2));
 }
 function safe(part) {
  return part.replace(/[^A-Za-z0-9_-]/g, function(character) {
   return "~".concat(character.charCodeAt(0).toString(16), ".");
  });
 }
 function userOf(target, id) {
  var parts = /^((?:~[0-9a-f]+\.|[A-Za-z0-9_-])*)\.((?:~[0-9a-f]+\.|[A-Za-z0-9_-])*)$/;
  var _a = parts.exec(id.slice(target.length + 1)) || [], _b = _a[1], object = _b === void 0 ? "" : _b, _c = _a[2], user = _c === void 0 ? "" : _c;
  return { object: unsafe(object), id: unsafe(user) };
 }
 function unsafe(part) {
  return part.replace(/~([0-9a-f]+)\./g, function(_escape, code) {
   return String.fromCharCode(parseInt(code, 16));
  });
 }

 // scripts-ts/sync/job.ts
 var DONE = { kind: "done" };
 function ownerOf(ports, nonce2) {
  return "".concat(ports.worker(), " ").concat(nonce2);
 }
 function lookJob(ports, ref) {
  var owner = ownerOf(ports, ports.nonce());
  return { ref: ref, owner: owner, settled: null, unsent: false, quickRetriesLeft: 0, waits: 0 };
 }

 // scripts-ts/sync/record.ts
 var SCHEMA = 2;
 var UNKNOWN = "";
 function common(record) {
  var schema = record.schema, target = record.target, user = record.user, key = record.key, salt = record.salt, intents = record.intents, marks = record.marks, held2 = record.held, lastKnownSet = record.lastKnownSet, refused = record.refused, due = record.due, since = record.since, attempts = record.attempts;
  return __assign(__assign(__assign(__assign({ schema: schema, target: target, user: user, key: key, salt: salt, intents: intents, marks: marks }, held2 && { held: held2 }), lastKnownSet && { lastKnownSet: lastKnownSet }), refused && { refused: refused }), { due: due, since: since, attempts: attempts });
 }
 function isLive(lease2, now) {
  return Date.parse(lease2.until) > now.getTime();
 }
 function secondsSince(time2, now) {
  return Math.max(0, (now.getTime() - Date.parse(time2)) / 1e3);
 }
 function after(now, seconds) {
  return new Date(now.getTime() + seconds * 1e3).toISOString();
 }
 function latest(times) {
  return times.reduce(function(last, time2) {
   return time2 > last ? time2 : last;
  });
 }

 // scripts-ts/sync/rewrite.ts
 var MAX_CONFLICTS = 8;
 function rewrite(_a, id, change) {
  var outbox = _a.outbox;
  for (var conflicts = 0; conflicts < MAX_CONFLICTS; conflicts++) {
   var stored2 = outbox.read(id);
   var entry = stored2 === null ? null : stored2.entry;
   var record = entry === null || entry.state === "unbound" || entry.state === "unreadable" ? null : entry;
   var next = change(record, entry !== null && record === null);
   if (next === null)
    return null;
   var written = stored2 === null ? outbox.create(id, next) : outbox.replace(id, stored2.revision, next);
   if (written.kind === "written")
    return next;
  }
  throw tooManyConflicts();
 }
 function tooManyConflicts() {
  return { code: 503, message: "the outbox record of this user is written by too many at once" };
 }

 // scripts-ts/sync/settings.ts
 var CLOCK_SKEW_SECONDS = 30;
 function leaseReserveSeconds(settings) {
  return settings.deadlineSeconds + settings.quietSeconds + CLOCK_SKEW_SECONDS;
 }
 function leaseSeconds(settings) {
  return leaseReserveSeconds(settings) + settings.deadlineSeconds;
 }

 // scripts-ts/sync/transitions.ts
 var MAX_INTENTS = 32;
 function inPlaceOfDamaged(fresh, now) {
  return __assign(__assign({}, fresh), { lastKnownSet: { from: (/* @__PURE__ */ new Date(0)).toISOString(), to: after(now, UNCOMPARED_SECONDS) } });
 }
 var UNCOMPARED_SECONDS = 60;
 function noteIntent(record, intent2, fresh, before, lease2, settings, now) {
  var base = noted(record, fresh, before, now);
  var others = base.intents.filter(function(other) {
   return other.nonce !== intent2.nonce;
  });
  var intents = fewest(others).concat([intent2]);
  if (record !== null && record.state === "delivering" && isLive(record.lease, now)) {
   var ours = lease2 !== null && record.lease.owner === lease2.owner;
   return __assign(__assign(__assign({}, record), { intents: intents, attempts: 0 }), ours && { marks: remarked(record.marks, record.lease, intent2) });
  }
  var waiting = record !== null && (record.state === "pending" || record.state === "delivering");
  var next = __assign(__assign({}, base), { intents: intents, attempts: 0, since: waiting ? base.since : intent2.at });
  if (lease2 === null)
   return __assign(__assign({}, next), { state: "pending", due: graceEnd([intent2], settings) });
  var marks = base.marks.length > 0 ? remarked(base.marks, lease2, intent2) : [markOf(lease2, intent2)];
  return __assign(__assign({}, next), { marks: marks, state: "delivering", lease: lease2, due: lease2.until });
 }
 function fewest(intents) {
  var surplus = intents.length - MAX_INTENTS + 1;
  return intents.filter(function(intent2) {
   return intent2.settled || surplus-- <= 0;
  });
 }
 function markOf(lease2, _a) {
  var password = _a.password, at = _a.at;
  return { owner: lease2.owner, password: password, at: at, until: markUntil(lease2) };
 }
 function markUntil(_a) {
  var until = _a.until;
  return after(new Date(Date.parse(until)), -CLOCK_SKEW_SECONDS);
 }
 function remarked(marks, lease2, intent2) {
  return marks.map(function(mark2) {
   return mark2.owner === lease2.owner ? markOf(lease2, intent2) : mark2;
  });
 }
 function isFresh(record, owner) {
  return record.state === "delivering" && record.lease.owner === owner && record.marks.length > 0 && record.marks.every(function(mark2) {
   return mark2.owner === owner;
  });
 }
 function noted(record, fresh, before, now) {
  if (record !== null)
   return common(record);
  return __assign(__assign(__assign(__assign({}, fresh), { schema: SCHEMA, intents: [], marks: [] }), before && { held: __assign({ how: "presumed" }, before) }), { due: now.toISOString(), since: now.toISOString(), attempts: 0 });
 }
 function leaseUntil(settings, now, pauseSeconds) {
  if (pauseSeconds === void 0) {
   pauseSeconds = 0;
  }
  return after(now, leaseSeconds(settings) + pauseSeconds);
 }
 function lease(record, lease2) {
  return __assign(__assign({}, common(record)), { state: "delivering", lease: lease2, due: lease2.until });
 }
 function release(record, due, failure3, countsAsAttempt) {
  if (countsAsAttempt === void 0) {
   countsAsAttempt = false;
  }
  var attempts = record.attempts + (countsAsAttempt ? 1 : 0);
  return __assign(__assign(__assign({}, common(record)), { state: "pending", attempts: attempts, due: due }), failure3 && { failure: failure3 });
 }
 function close(record, held2, look2, settings) {
  var _a = common(record), _refused = _a.refused, _marks = _a.marks, rest = __rest(_a, ["refused", "marks"]);
  var intents = openIntents(record, look2, settings);
  var due = intents.length > 0 ? graceEnd(intents, settings) : after(look2.at, settings.graceSeconds);
  return __assign(__assign({}, rest), { state: "delivered", marks: [], intents: intents, held: held2, attempts: 0, due: due });
 }
 function closeForGood(record, held2, look2, settings) {
  var due = after(look2.at, settings.keepDeliveredHours * 3600);
  return __assign(__assign({}, close(record, held2, look2, settings)), { intents: [], looked: true, due: due });
 }
 function park(record, failure3, look2, settings) {
  var open2 = openIntents(record, look2, settings);
  var due = open2.length > 0 ? graceEnd(open2, settings) : expiry(record, settings);
  return __assign(__assign({}, settle(common(record), look2)), { state: "parked", failure: failure3, due: due });
 }
 function expiry(record, settings) {
  var newest = latest([record.since].concat(record.intents.map(function(intent2) {
   return intent2.at;
  })));
  return after(new Date(Date.parse(newest)), settings.timeToLiveDays * 86400);
 }
 function expire(record, reason, settings, now) {
  var due = after(now, settings.keepDeliveredHours * 3600);
  return __assign(__assign({}, common(record)), { state: "expired", intents: [], reason: reason, due: due });
 }
 function closeDeleted(record, look2, settings) {
  var intents = openIntents(record, look2, settings);
  var left = __assign(__assign({}, forgotten(record)), { intents: intents });
  if (intents.length > 0)
   return release(left, graceEnd(intents, settings));
  return expire(left, "the user was deleted", settings, look2.at);
 }
 function forgotten(record) {
  var _held = record.held, _refused = record.refused, rest = __rest(record, ["held", "refused"]);
  return rest;
 }
 function rekeyed(record, key, salt) {
  return __assign(__assign({}, forgotten(record)), { key: key, salt: salt, intents: record.intents.map(function(intent2) {
   return __assign(__assign({}, intent2), { password: UNKNOWN });
  }), marks: record.marks.map(function(mark2) {
   return __assign(__assign({}, mark2), { password: UNKNOWN });
  }) });
 }
 function settle(record, _a) {
  var settled = _a.settled;
  var intents = record.intents.map(function(intent2) {
   return intent2.nonce === settled ? __assign(__assign({}, intent2), { settled: true }) : intent2;
  });
  return __assign(__assign({}, record), { intents: intents });
 }
 function openIntents(record, look2, settings) {
  return record.intents.filter(function(intent2) {
   return intent2.nonce !== look2.settled && !intent2.settled && secondsSince(intent2.at, look2.at) < settings.graceSeconds;
  });
 }
 function graceEnd(intents, settings) {
  return after(new Date(Date.parse(latest(intents.map(function(intent2) {
   return intent2.at;
  })))), settings.graceSeconds);
 }
 function withoutSuperseded(record, stored2, look2, settings) {
  var open2 = openIntents(record, look2, settings);
  var intents = record.intents.filter(function(_a, index) {
   var password = _a.password, copy2 = _a.copy;
   return password === stored2 || password === UNKNOWN && copy2 !== void 0 || open2.indexOf(record.intents[index]) >= 0;
  });
  return __assign(__assign({}, record), { intents: intents });
 }
 function delivered(password, stored2) {
  return { how: "delivered", password: password, seen: stored2.seen };
 }
 function parkUnreadable(_a, fresh, settings, now) {
  var reason = _a.reason, original = _a.original;
  var base = noted(null, inPlaceOfDamaged(fresh, now), null, now);
  var failure3 = { class: "unreadable", reason: reason };
  return __assign(__assign({}, base), { state: "parked", failure: failure3, original: original, due: expiry(__assign(__assign({}, base), { state: "parked", failure: failure3 }), settings) });
 }

 // scripts-ts/sync/change.ts
 function bind(ports, settings, ref, _a, owner) {
  var revision = _a.revision, entry = _a.entry;
  var key = entry.key, salt = entry.salt, intent2 = entry.intent;
  var note = { salt: intent2.nonce, owner: owner, before: { kind: "nothing" } };
  var fresh = noteIn(ports, settings, ref, note, function(recordKey, recordSalt) {
   return recordKey === key && recordSalt === salt ? intent2 : __assign(__assign({}, intent2), { password: UNKNOWN });
  });
  ports.outbox.remove(unboundId(settings.target, intent2.nonce), revision);
  return fresh;
 }
 function noteIn(ports, settings, ref, note, intentFor) {
  var owner = note.owner;
  var fresh = freshRecord(ports, settings, ref, note.salt);
  var written = rewrite(ports, recordId(settings.target, ref), function(record, damaged) {
   var now = ports.now();
   var _a = record === null ? fresh : record, key = _a.key, salt = _a.salt;
   var lease2 = owner === null ? null : { owner: owner, until: leaseUntil(settings, now) };
   var before = damaged ? null : heldBefore(ports, salt, note.before);
   var made = damaged ? inPlaceOfDamaged(fresh, now) : fresh;
   return noteIntent(record, intentFor(key, salt), made, before, lease2, settings, now);
  });
  return written !== null && owner !== null && isFresh(written, owner);
 }
 function freshRecord(ports, settings, ref, salt) {
  return { target: settings.target, user: ref, key: ports.vault.keyId(), salt: salt };
 }
 function heldBefore(ports, salt, before) {
  switch (before.kind) {
   case "clear":
    return { password: ports.vault.fingerprint(salt, before.password) };
   case "hashed":
    return { password: UNKNOWN, seen: before.stored.seen };
   case "nothing":
    return null;
  }
 }

 // scripts-ts/sync/marks.ts
 var SKEW_MS = CLOCK_SKEW_SECONDS * 1e3;
 function resolve(record, lastSet, worker) {
  var known2 = record.lastKnownSet;
  if (lastSet.at === null)
   return { kind: known2 === void 0 || known2.to === NEVER ? "notHeld" : "unclear" };
  var set = Date.parse(lastSet.at);
  if (known2 !== void 0 && known2.from === known2.to && set <= Date.parse(known2.to))
   return { kind: "notHeld" };
  var explained = known2 !== void 0 && set >= Date.parse(known2.from) && set <= Date.parse(known2.to);
  var timed = record.marks.filter(function(mark2) {
   return !(explained && Date.parse(mark2.until) + lastSet.ahead.max <= Date.parse(known2.from));
  }).map(function(mark2) {
   return { mark: mark2, when: timeOf(set, mark2, lastSet.ahead, worker) };
  });
  if (timed.every(function(_a) {
   var when = _a.when;
   return when === "before";
  }))
   return { kind: "notHeld" };
  if (timed.some(function(_a) {
   var when = _a.when;
   return when === "near";
  }))
   return { kind: "unclear" };
  var within = timed.filter(function(_a) {
   var when = _a.when;
   return when === "within";
  }).map(function(_a) {
   var mark2 = _a.mark;
   return mark2.password;
  });
  var password = within[0];
  if (password === void 0)
   return { kind: explained ? "notHeld" : "unclear" };
  var isSure = !explained && password !== UNKNOWN && within.every(function(other) {
   return other === password;
  });
  return isSure ? { kind: "held", password: password } : { kind: "unclear" };
 }
 function quietUntil(marks, worker) {
  return latest([""].concat(marks.map(function(mark2) {
   if (mark2.quietUntil === void 0)
    return "";
   return isOf(mark2, worker) ? mark2.quietUntil : after(new Date(Date.parse(mark2.quietUntil)), CLOCK_SKEW_SECONDS);
  })));
 }
 function isOf(mark2, worker) {
  return nodeOf(mark2.owner) === nodeOf(worker);
 }
 function nodeOf(name) {
  return name.split(/[/ ]/)[0];
 }
 function timeOf(set, mark2, ahead, worker) {
  var from = Date.parse(mark2.at) + ahead.min;
  var to = Date.parse(mark2.until) + ahead.max;
  if (set >= from && set <= to)
   return "within";
  var skew = isOf(mark2, worker) ? 0 : SKEW_MS;
  if (set >= from - skew && set <= to + skew)
   return "near";
  return set < from ? "before" : "after";
 }
 var NEVER = (/* @__PURE__ */ new Date(0)).toISOString();
 function judged(record, asked, last, worker) {
  var before = record.held, _before = record.lastKnownSet, rest = __rest(record, ["held", "lastKnownSet"]);
  if (last.kind === "noUser") {
   return { record: __assign(__assign({}, rest), { marks: [] }), resolution: { kind: "unclear" } };
  }
  var resolution = resolve(__assign(__assign({}, record), { marks: asked }), last, worker);
  var held2 = heldAfter(before, resolution);
  var time2 = last.at === null ? NEVER : last.at;
  var lastKnownSet = { from: time2, to: last.latest || time2 };
  return { record: __assign(__assign(__assign(__assign({}, rest), { marks: [] }), held2 && { held: held2 }), { lastKnownSet: lastKnownSet }), resolution: resolution };
 }
 function heldAfter(held2, resolution) {
  switch (resolution.kind) {
   case "held":
    return { how: "delivered", password: resolution.password };
   case "notHeld":
    return held2;
   case "unclear":
    return void 0;
  }
 }

 // scripts-ts/sync/aftermath.ts
 var BACKOFF_FACTOR = 4;
 function decideAfterFailure(failure3, attempt, settings) {
  var job2 = attempt.job, look2 = attempt.look, now = attempt.now;
  var record = settle(attempt.record, look2);
  var ref = job2.ref;
  var seconds = secondsSince(record.since, now);
  var done = function(next2) {
   var outcomes = [];
   for (var _i = 1; _i < arguments.length; _i++) {
    outcomes[_i - 1] = arguments[_i];
   }
   return { next: next2, then: DONE, outcomes: outcomes };
  };
  switch (failure3.class) {
   case "transient":
   case "ambiguous":
    if (job2.quickRetriesLeft > 0)
     return quickRetry(__assign(__assign({}, attempt), { record: record }), settings);
    return counted(__assign(__assign({}, attempt), { record: record }), failure3, settings);
   case "throttled":
   case "configuration": {
    var gateClosedUntil = attempt.gateClosedUntil;
    if (gateClosedUntil === null)
     return counted(__assign(__assign({}, attempt), { record: record }), failure3, settings);
    var next = release(record, gateClosedUntil, failure3);
    return done(next, { kind: "failed", ref: ref, failure: failure3, attempts: next.attempts, seconds: seconds });
   }
   case "rejected":
   case "unknownUser":
   case "unavailable":
   case "unreadable":
    return done(park(record, failure3, look2, settings), { kind: "parked", ref: ref, failure: failure3, seconds: seconds });
   case "notApplicable": {
    var reason = failure3.reason;
    return done(expire(record, reason, settings, now), { kind: "expired", ref: ref, reason: reason });
   }
  }
 }
 function counted(attempt, failure3, settings) {
  var record = attempt.record, job2 = attempt.job, now = attempt.now, random = attempt.random, worker = attempt.worker;
  if (record.attempts + 1 >= settings.maxAttempts)
   return spent(record, failure3, attempt, settings);
  var pause2 = after(now, backoffSeconds(record.attempts, settings, random));
  var next = release(record, latest([pause2, quietUntil(record.marks, worker)]), failure3, true);
  var seconds = secondsSince(record.since, now);
  return {
   next: next,
   then: DONE,
   outcomes: [{ kind: "failed", ref: job2.ref, failure: failure3, attempts: next.attempts, seconds: seconds }]
  };
 }
 function quickRetry(_a, settings) {
  var record = _a.record, outstanding = _a.outstanding, job2 = _a.job, now = _a.now, worker = _a.worker;
  var made = settings.quickRetrySeconds.length - job2.quickRetriesLeft;
  var quiet = quietUntil(record.marks, worker);
  var quietSeconds = quiet === "" ? 0 : (Date.parse(quiet) - now.getTime()) / 1e3;
  var afterSeconds = Math.max(settings.quickRetrySeconds[made] || 0, quietSeconds);
  return {
   next: lease(record, { owner: job2.owner, until: leaseUntil(settings, now, afterSeconds) }),
   then: {
    kind: "again",
    afterSeconds: afterSeconds,
    job: __assign(__assign({}, job2), { quickRetriesLeft: job2.quickRetriesLeft - 1, unsent: !outstanding })
   },
   outcomes: []
  };
 }
 function spent(record, failure3, attempt, settings) {
  var job2 = attempt.job, look2 = attempt.look, now = attempt.now;
  var ref = job2.ref;
  var attempts = record.attempts + 1;
  var again = after(now, settings.maxBackoffSeconds);
  var end = expiry(record, settings);
  var seconds = secondsSince(record.since, now);
  return {
   next: __assign(__assign({}, park(record, failure3, look2, settings)), { attempts: attempts, due: again < end ? again : end }),
   then: DONE,
   outcomes: attempts === settings.maxAttempts ? [
    { kind: "parked", ref: ref, failure: failure3, seconds: seconds },
    { kind: "escalated", ref: ref, failure: failure3 }
   ] : [{ kind: "failed", ref: ref, failure: failure3, attempts: attempts, seconds: seconds }]
  };
 }
 function backoffSeconds(attempts, settings, random) {
  var full = Math.min(settings.maxBackoffSeconds, settings.backoffSeconds * Math.pow(BACKOFF_FACTOR, attempts));
  return full * (0.5 + random / 2);
 }

 // scripts-ts/sync/gate.ts
 var MAX_SECONDS = 60;
 var OPEN = { kind: "open" };
 function current(gate, now) {
  return gate.kind === "paused" && Date.parse(gate.until) <= now.getTime() ? OPEN : gate;
 }
 function isClosed(_a) {
  var gate = _a.gate, now = _a.now;
  var state2 = gate.read();
  return state2.kind !== "open" && Date.parse(state2.until) > now().getTime();
 }
 function pass(ports, settings) {
  var now = ports.now();
  var state2 = current(ports.gate.read(), now);
  if (state2.kind === "open")
   return { kind: "passed" };
  var until = state2.until, failure3 = state2.failure;
  if (Date.parse(until) > now.getTime())
   return { kind: "closed", until: until, failure: failure3 };
  var probed = __assign(__assign({}, state2), { until: after(now, 2 * settings.deadlineSeconds) });
  return ports.gate.swap(state2, probed) ? { kind: "passed" } : { kind: "closed", until: probed.until, failure: failure3 };
 }
 function open(_a) {
  var gate = _a.gate, now = _a.now;
  var stored2 = gate.read();
  var pauses = current(stored2, now()).kind === "paused";
  var isAsItShould = stored2.kind === "open" && stored2.suspect === void 0;
  if (!isAsItShould && !pauses)
   gate.swap(stored2, OPEN);
 }
 function close2(ports, settings, failure3, ref) {
  var stored2 = ports.gate.read();
  var state2 = current(stored2, ports.now());
  var user = "".concat(ref.object, "/").concat(ref.id);
  if (failure3.personal && state2.kind === "open" && (state2.suspect === void 0 || state2.suspect === user)) {
   ports.gate.swap(stored2, { kind: "open", suspect: user });
   return null;
  }
  var kind = failure3.class === "throttled" ? "paused" : "broken";
  var least = after(ports.now(), secondsClosed(ports, settings, failure3));
  var until = kind === "paused" && state2.kind === "paused" ? latest([state2.until, least]) : least;
  ports.gate.swap(stored2, { kind: kind, until: until, failure: failure3 });
  return failure3.personal ? null : until;
 }
 function secondsClosed(_a, settings, _b) {
  var random = _a.random;
  var freeAfterSeconds = _b.freeAfterSeconds;
  if (freeAfterSeconds !== void 0)
   return Math.min(MAX_SECONDS, freeAfterSeconds);
  return Math.min(MAX_SECONDS, settings.backoffSeconds) * (0.5 + random() / 2);
 }

 // scripts-ts/sync/learned.ts
 function withLearned(record, learned, owner) {
  switch (learned.kind) {
   case "unsent":
    return record;
   case "outstanding":
    return learned.mark === null ? record : withMark(record, learned.mark);
   case "refused":
    return __assign(__assign({}, withoutMark(record, owner)), { refused: learned.refused });
   case "delivered": {
    var _a = withoutMark(record, owner), _refused = _a.refused, rest = __rest(_a, ["refused"]);
    return __assign(__assign(__assign({}, rest), { held: learned.held }), learned.lastKnownSet && { lastKnownSet: learned.lastKnownSet });
   }
  }
 }
 function standing(_a, learned, owner) {
  var marks = _a.marks;
  return learned.kind === "unsent" ? marks.filter(function(mark2) {
   return mark2.owner !== owner;
  }) : marks;
 }
 function withMark(record, mark2) {
  return __assign(__assign({}, record), { marks: record.marks.filter(function(other) {
   return other.owner !== mark2.owner;
  }).concat([mark2]) });
 }
 function withoutMark(record, owner) {
  return __assign(__assign({}, record), { marks: record.marks.filter(function(mark2) {
   return mark2.owner !== owner;
  }) });
 }
 function effectOf(learned) {
  return learned.kind === "outstanding" || learned.kind === "delivered" ? learned.mark : null;
 }
 function reopened(record, mark2, now) {
  var marked = withMark(record, mark2);
  if (marked.state === "delivering")
   return marked;
  return __assign(__assign({}, common(marked)), { state: "pending", due: now.toISOString() });
 }

 // scripts-ts/sync/hold.ts
 var MAX_CONFLICTS2 = 8;
 function workOf(ports, settings, job2, endBy) {
  return { ports: ports, settings: settings, job: job2, id: recordId(settings.target, job2.ref), endBy: endBy };
 }
 function hold(work, learned) {
  var ports = work.ports, settings = work.settings, job2 = work.job, id = work.id;
  var stored2 = ports.outbox.read(id);
  if (stored2 === null || stored2.entry.state === "unbound" || stored2.entry.state === "unreadable")
   return DONE;
  var record = stored2.entry;
  var now = ports.now();
  var mine = record.state === "delivering" && record.lease.owner === job2.owner;
  if (!mine) {
   var effect = effectOf(learned);
   if (effect !== null)
    return reopen(work, effect);
  }
  if (record.state === "delivering") {
   if (!mine && isLive(record.lease, now))
    return waitForOther(record, job2);
   if (mine && hasReserve(record, settings, now))
    return { record: record, revision: stored2.revision, from: record.state };
  } else if (isHandled(record, job2, now))
   return DONE;
  var taken2 = lease(record, { owner: job2.owner, until: leaseUntil(settings, now) });
  var written = ports.outbox.replace(id, stored2.revision, taken2);
  if (written.kind === "written")
   return { record: taken2, revision: written.revision, from: record.state };
  return mine ? soonAgain(job2) : waitForOther(record, job2);
 }
 function hasReserve(_a, settings, now) {
  var until = _a.lease.until;
  return Date.parse(until) - now.getTime() >= leaseReserveSeconds(settings) * 1e3;
 }
 function isHandled(record, job2, now) {
  if (job2.settled !== null && !hasIntent(record, job2.settled) && record.marks.length === 0)
   return true;
  if (isAtRest(record) && Date.parse(record.due) > now.getTime())
   return true;
  return job2.waits > 0 && record.state === "pending" && record.failure !== void 0 && Date.parse(record.due) > now.getTime();
 }
 function isAtRest(_a) {
  var state2 = _a.state, intents = _a.intents, marks = _a.marks;
  return state2 === "delivered" && intents.length === 0 && marks.length === 0;
 }
 function waitForOther(record, job2) {
  return job2.settled !== null && hasIntent(record, job2.settled) ? soonAgain(job2) : DONE;
 }
 function hasIntent(_a, nonce2) {
  var intents = _a.intents;
  return intents.some(function(intent2) {
   return intent2.nonce === nonce2;
  });
 }
 function soonAgain(job2) {
  var afterSeconds = Math.min(5, 0.1 * Math.pow(2, job2.waits));
  return { kind: "again", afterSeconds: afterSeconds, job: __assign(__assign({}, job2), { waits: job2.waits + 1 }) };
 }
 function reopen(_a, mark2) {
  var ports = _a.ports, job2 = _a.job, id = _a.id;
  for (var conflicts = 0; conflicts < MAX_CONFLICTS2; conflicts++) {
   var stored2 = ports.outbox.read(id);
   if (stored2 === null || stored2.entry.state === "unbound" || stored2.entry.state === "unreadable")
    return DONE;
   var next = reopened(stored2.entry, mark2, ports.now());
   if (ports.outbox.replace(id, stored2.revision, next).kind === "written")
    break;
  }
  return soonAgain(__assign(__assign({}, job2), { unsent: false }));
 }

 // scripts-ts/sync/send.ts
 function windowOf(_a, _b) {
  var settings = _a.settings, endBy = _a.endBy;
  var record = _b.record;
  var begin = Date.parse(record.lease.until) - leaseReserveSeconds(settings) * 1e3;
  var end = begin + settings.deadlineSeconds * 1e3;
  var waits = endBy === null ? end : endBy.getTime();
  return { begin: new Date(Math.min(begin, waits)), end: new Date(Math.min(end, waits)) };
 }
 function prepare(work, held2, password, again) {
  var ports = work.ports, settings = work.settings, job2 = work.job, id = work.id;
  var now = ports.now();
  if (!again && isMarked(held2.record, job2.owner, password) && hasReserve(held2.record, settings, now))
   return held2;
  var taken2 = lease(held2.record, { owner: job2.owner, until: leaseUntil(settings, now) });
  var mark2 = __assign({ owner: job2.owner, password: password, at: now.toISOString(), until: markUntil(taken2.lease) }, again && { again: true });
  var next = __assign(__assign({}, taken2), { marks: [mark2] });
  var written = ports.outbox.replace(id, held2.revision, next);
  return written.kind === "written" ? { record: next, revision: written.revision, from: held2.from } : null;
 }
 function isMarked(_a, owner, password) {
  var marks = _a.marks, lease2 = _a.lease;
  var only = marks[0];
  return marks.length === 1 && only !== void 0 && only.owner === owner && only.password === password && only.until === markUntil(lease2);
 }
 function send(work, held2, account, clearText) {
  var ports = work.ports, settings = work.settings, job2 = work.job;
  var record = held2.record;
  var window = windowOf(work, held2);
  var mark2 = record.marks[0];
  var sending = ports.target.setPassword(job2.ref, account, clearText, window);
  if (sending.kind === "delivered") {
   var provisioned = sending.provisioned, requestId = sending.requestId, set = sending.set;
   return __assign(__assign({ kind: "delivered", mark: mark2, provisioned: provisioned }, requestId !== void 0 && { requestId: requestId }), set !== void 0 && { lastKnownSet: set });
  }
  var failure3 = sending.failure;
  if (failure3.class === "ambiguous") {
   var quiet = new Date(ports.now().getTime() + settings.quietSeconds * 1e3).toISOString();
   return { kind: "outstanding", mark: sending.unanswered ? __assign(__assign({}, mark2), { quietUntil: quiet }) : mark2, failure: failure3 };
  }
  if (failure3.class !== "rejected")
   return { kind: "notSent", failure: failure3 };
  if (!mark2.again)
   return { kind: "refused", failure: failure3 };
  return judgeRefusal(ports.target.lastSet(job2.ref, account, window), record, mark2, failure3);
 }
 function judgeRefusal(last, _a, mark2, failure3) {
  var lastKnownSet = _a.lastKnownSet;
  if (last.kind === "failed")
   return { kind: "outstanding", mark: mark2, failure: __assign(__assign({}, last.failure), { class: "ambiguous" }) };
  var set = last.kind === "known" ? last.at : null;
  var latest2 = last.kind === "known" ? last.latest : void 0;
  var since = set !== null && lastKnownSet !== void 0 && Date.parse(set) > Date.parse(lastKnownSet.to);
  if (since)
   return { kind: "delivered", mark: mark2, provisioned: false, lastKnownSet: { from: set, to: latest2 || set } };
  var reason = "".concat(failure3.reason, " (an earlier request with this password went unanswered, and may have been carried out)");
  return { kind: "refused", failure: __assign(__assign({}, failure3), { reason: reason }) };
 }

 // scripts-ts/sync/stored.ts
 function identify(ports, record, user, job2) {
  var held2 = record.held, salt = record.salt;
  var password = user.password;
  if (password.kind === "none")
   return { kind: "none" };
  if (held2 !== void 0 && held2.seen === password.seen) {
   return { kind: "known", fingerprint: held2.password, clearText: null };
  }
  var inHand = passwordInHand(record, user, job2);
  if (inHand !== null)
   return known(ports, salt, inHand);
  if (password.kind === "hashed")
   return fromCopies(ports, record, user);
  var revealed = ports.vault.reveal(password);
  return revealed.kind === "clear" ? known(ports, salt, revealed.password) : revealed;
 }
 function known(_a, salt, clearText) {
  var vault = _a.vault;
  return { kind: "known", fingerprint: vault.fingerprint(salt, clearText), clearText: clearText };
 }
 function passwordInHand(_a, user, _b) {
  var intents = _a.intents;
  var inHand = _b.inHand, settled = _b.settled;
  var only = intents[0];
  var alone = intents.length === 1 && only !== void 0 && only.nonce === settled;
  return inHand !== void 0 && alone && user.revision === inHand.userRevision ? inHand.password : null;
 }
 function fromCopies(ports, _a, _b) {
  var intents = _a.intents, salt = _a.salt;
  var password = _b.password;
  var lost = 0;
  for (var _i = 0, _c = intents.slice().reverse(); _i < _c.length; _i++) {
   var intent2 = _c[_i];
   if (intent2.copy === void 0)
    continue;
   var clearText = ports.vault.unseal(intent2.copy);
   if (clearText === null)
    lost++;
   else if (ports.vault.matches(clearText, password))
    return known(ports, salt, clearText);
  }
  var reason = lost > 0 ? "IDM keeps a hash of this password, and its copy was sealed under a key that is lost" : "IDM keeps a hash of this password, and there is no copy of it";
  return { kind: "noCopy", reason: reason };
 }
 function isHeld(_a, fingerprint, seen) {
  var held2 = _a.held;
  if (held2 === void 0)
   return false;
  return held2.seen === seen || held2.password !== UNKNOWN && held2.password === fingerprint;
 }

 // scripts-ts/sync/delivery.ts
 var MAX_LOOKS = 8;
 function deliver(ports, settings, job2, endBy) {
  if (endBy === void 0) {
   endBy = null;
  }
  var work = workOf(ports, settings, job2, endBy);
  var learned = job2.unsent ? { kind: "unsent" } : { kind: "outstanding", mark: null };
  for (var looks = 0; looks < MAX_LOOKS; looks++) {
   var held2 = hold(work, learned);
   if (!("record" in held2))
    return held2;
   var step = lookAt(work, held2, learned);
   if (step.kind === "ended")
    return step.next;
   learned = step.learned;
  }
  return soonAgain(__assign(__assign({}, job2), { unsent: learned.kind === "unsent" }));
 }
 function lookAt(work, held2, learned) {
  var ports = work.ports, settings = work.settings, job2 = work.job;
  var look2 = { settled: job2.settled, at: ports.now() };
  var found = {
   work: work,
   held: held2,
   look: look2,
   learned: learned,
   record: settle(withLearned(held2.record, learned, job2.owner), look2)
  };
  var user = ports.users.read(job2.ref);
  switch (user.kind) {
   case "absent":
    return finish(found, closeDeleted(found.record, look2, settings));
   case "unknown":
    return fail(found, { class: "transient", reason: "the user can't be read: ".concat(user.reason) });
   case "found":
    return lookAtFound(found, user);
  }
 }
 function lookAtFound(found, user) {
  var work = found.work, learned = found.learned;
  var ports = work.ports, settings = work.settings, job2 = work.job;
  var key = ports.vault.keyId();
  if (found.record.key !== key) {
   if (wasClosed(found))
    return finish(found, expire(found.record, "its key is lost", settings, found.look.at));
   found = __assign(__assign({}, found), { record: rekeyed(found.record, key, ports.nonce()) });
  }
  var asked = standing(found.record, learned, job2.owner);
  if (asked.length === 0)
   return decide(found, user, null);
  var account = user.account;
  if ("unnamed" in account)
   return fail(found, notNamed(account));
  var quiet = quietUntil(asked, ports.worker());
  if (Date.parse(quiet) > ports.now().getTime())
   return waitForQuiet(found, quiet);
  var gate = pass(ports, settings);
  if (gate.kind === "closed")
   return wait(found, gate.until, gate.failure);
  var last = ports.target.lastSet(job2.ref, account, windowOf(work, found.held));
  if (last.kind === "failed")
   return fail(found, last.failure);
  open(ports);
  var _a = judged(found.record, asked, last, ports.worker()), record = _a.record, resolution = _a.resolution;
  return decide(__assign(__assign({}, found), { record: record }), user, { resolution: resolution, passwords: asked.map(function(_a2) {
   var password = _a2.password;
   return password;
  }) });
 }
 function decide(found, user, asked) {
  var work = found.work, look2 = found.look, record = found.record;
  var ports = work.ports, settings = work.settings, job2 = work.job;
  var open2 = openIntents(record, look2, settings);
  var now = identify(ports, record, user, job2);
  switch (now.kind) {
   case "unknown":
    return fail(found, { class: "transient", reason: "the password can't be read: ".concat(now.reason) });
   case "none":
    if (open2.length > 0)
     return finish(found, release(record, graceEnd(open2, settings)));
    return finish(found, expire(record, "the user has no password", settings, look2.at));
   case "noCopy":
    if (open2.length > 0)
     return finish(found, release(record, graceEnd(open2, settings)));
    return fail(found, { class: "unavailable", reason: now.reason });
   case "known":
    break;
  }
  var fingerprint = now.fingerprint, clearText = now.clearText;
  if (isHeld(record, fingerprint, user.password.seen))
   return inStep(found, user, fingerprint, asked);
  var current2 = __assign(__assign({}, found), { record: withoutSuperseded(record, fingerprint, look2, settings) });
  if (record.refused && record.refused.password === fingerprint)
   return parkRefused(current2, record.refused.failure);
  if (Date.parse(expiry(record, settings)) <= look2.at.getTime()) {
   var reason_1 = "its time to live is over";
   return finish(current2, expire(record, reason_1, settings, look2.at), DONE, function() {
    return ports.report({ kind: "expired", ref: job2.ref, reason: reason_1 });
   });
  }
  var noted2 = record.intents.some(function(intent2) {
   return intent2.password === fingerprint;
  });
  if (!noted2 && open2.length > 0)
   return finish(current2, release(current2.record, graceEnd(open2, settings)));
  if (clearText === null)
   return fail(current2, { class: "unavailable", reason: "only its stored form is known" });
  return deliverPassword(current2, user, { fingerprint: fingerprint, clearText: clearText }, asked);
 }
 function inStep(found, user, fingerprint, asked) {
  var work = found.work, look2 = found.look, record = found.record;
  var ports = work.ports, settings = work.settings, job2 = work.job;
  var open2 = openIntents(record, look2, settings);
  if (record.held !== void 0 && record.held.how === "presumed") {
   if (open2.length > 0)
    return finish(found, release(record, graceEnd(open2, settings)));
   return finish(found, expire(record, "IDM stores what it stored before", settings, look2.at));
  }
  var held2 = delivered(fingerprint, user.password);
  var wasLastLook = found.held.from === "delivered" && record.intents.length === 0 && asked === null;
  var next = (wasLastLook ? closeForGood : close)(record, held2, look2, settings);
  return finish(found, next, DONE, function() {
   if (asked !== null && asked.resolution.kind === "held")
    reportDelivered(ports, job2, record, false);
  });
 }
 function parkRefused(found, failure3) {
  var work = found.work, look2 = found.look, record = found.record, learned = found.learned;
  return finish(found, park(record, failure3, look2, work.settings), DONE, function() {
   if (learned.kind !== "refused")
    return;
   var seconds = secondsSince(record.since, work.ports.now());
   work.ports.report({ kind: "parked", ref: work.job.ref, failure: failure3, seconds: seconds });
  });
 }
 function deliverPassword(found, user, password, asked) {
  var work = found.work, held2 = found.held;
  var ports = work.ports, settings = work.settings, job2 = work.job;
  var account = user.account;
  if ("unnamed" in account)
   return fail(found, notNamed(account));
  var gate = pass(ports, settings);
  if (gate.kind === "closed")
   return wait(found, gate.until, gate.failure);
  var again = asked !== null && (asked.resolution.kind === "unclear" || asked.passwords.indexOf(password.fingerprint) >= 0);
  var ready = prepare(work, __assign(__assign({}, held2), { record: found.record }), password.fingerprint, again);
  if (ready === null)
   return { kind: "moved", learned: found.learned };
  var sent = send(work, ready, account, password.clearText);
  var current2 = __assign(__assign({}, found), { held: ready });
  switch (sent.kind) {
   case "delivered": {
    open(ports);
    reportDelivered(ports, job2, ready.record, sent.provisioned, sent.requestId);
    var learned = __assign({ kind: "delivered", mark: sent.mark, held: delivered(password.fingerprint, user.password) }, sent.lastKnownSet && { lastKnownSet: sent.lastKnownSet });
    var record = withLearned(ready.record, learned, job2.owner);
    return finish(__assign(__assign({}, current2), { learned: learned, record: record }), close(record, learned.held, found.look, settings));
   }
   case "outstanding": {
    var marks = ready.record.marks.map(function(mark2) {
     return mark2.owner === job2.owner ? sent.mark : mark2;
    });
    var learned = { kind: "outstanding", mark: sent.mark };
    return fail(__assign(__assign({}, current2), { learned: learned, record: __assign(__assign({}, ready.record), { marks: marks }) }), sent.failure);
   }
   case "refused": {
    var failure3 = sent.failure;
    var learned = { kind: "refused", refused: { password: password.fingerprint, failure: failure3 } };
    return fail(__assign(__assign({}, current2), { learned: learned, record: withLearned(ready.record, learned, job2.owner) }), failure3);
   }
   case "notSent":
    return fail(__assign(__assign({}, current2), { learned: { kind: "unsent" }, record: ready.record }), sent.failure);
  }
 }
 function reportDelivered(ports, job2, record, provisioned, requestId) {
  ports.report(__assign({ kind: "delivered", ref: job2.ref, seconds: secondsSince(record.since, ports.now()), provisioned: provisioned }, requestId !== void 0 && { requestId: requestId }));
 }
 function notNamed(_a) {
  var unnamed = _a.unnamed;
  return { class: "transient", reason: unnamed };
 }
 function waitForQuiet(found, until) {
  var work = found.work, learned = found.learned, record = found.record;
  var job2 = work.job, ports = work.ports;
  var next = release(record, until);
  if (job2.settled === null)
   return finish(found, next);
  var afterSeconds = (Date.parse(until) - ports.now().getTime()) / 1e3;
  var again = __assign(__assign({}, job2), { unsent: learned.kind === "unsent", waits: job2.waits + 1 });
  return finish(found, next, { kind: "again", afterSeconds: afterSeconds, job: again });
 }
 function wait(found, until, failure3) {
  return finish(found, release(found.record, until, failure3));
 }
 function fail(found, failure3) {
  var work = found.work, look2 = found.look, learned = found.learned;
  var ports = work.ports, settings = work.settings, job2 = work.job;
  var closes = failure3.class === "throttled" || failure3.class === "configuration";
  var gateClosedUntil = closes ? close2(ports, settings, failure3, job2.ref) : null;
  var attempt = {
   record: found.record,
   job: job2,
   look: look2,
   outstanding: learned.kind === "outstanding",
   gateClosedUntil: gateClosedUntil,
   worker: ports.worker(),
   now: ports.now(),
   random: ports.random()
  };
  if (!closes && failure3.status !== void 0)
   open(ports);
  var _a = decideAfterFailure(failure3, attempt, settings), next = _a.next, then = _a.then, outcomes = _a.outcomes;
  return finish(found, next, then, function() {
   return outcomes.forEach(ports.report);
  });
 }
 function finish(_a, record, next, whenWritten) {
  var _b = _a.work, ports = _b.ports, id = _b.id, job2 = _b.job, held2 = _a.held, learned = _a.learned;
  if (next === void 0) {
   next = DONE;
  }
  if (whenWritten === void 0) {
   whenWritten = function() {
    return void 0;
   };
  }
  var keepsMark = learned.kind !== "unsent" || record.state === "delivering";
  var written = keepsMark ? record : withoutMark(record, job2.owner);
  if (ports.outbox.replace(id, held2.revision, written).kind === "conflict")
   return { kind: "moved", learned: learned };
  whenWritten();
  return { kind: "ended", next: next };
 }
 function wasClosed(_a) {
  var from = _a.held.from, record = _a.record;
  return (from === "delivered" || from === "expired") && record.intents.length === 0 && record.marks.length === 0;
 }

 // scripts-ts/sync/drain.ts
 function drain(ports, settings, runAll, options) {
  var start = ports.now();
  var page = settings.drainPageSize;
  var seen = {};
  var report = { looked: 0, broken: 0, seconds: 0 };
  var end = start.getTime() + options.budgetSeconds * 1e3;
  var inBudget = function() {
   return ports.now().getTime() < end;
  };
  var lookAt2 = function(id) {
   return function() {
    if (!inBudget())
     return true;
    try {
     handle(ports, settings, id, options.which === "undelivered", end);
     return true;
    } catch (caught) {
     options.onBroken(id, caught);
     return false;
    }
   };
  };
  var lookAtAll = function(ids2) {
   var fresh = ids2.filter(function(id2) {
    return !seen[id2];
   });
   for (var _i = 0, fresh_1 = fresh; _i < fresh_1.length; _i++) {
    var id = fresh_1[_i];
    seen[id] = true;
   }
   report.broken += runAll(fresh.map(lookAt2)).filter(function(well) {
    return !well;
   }).length;
   report.looked += fresh.length;
   return fresh.length;
  };
  if (options.which === "undelivered") {
   ports.gate.swap(ports.gate.read(), OPEN);
   var ids = ports.outbox.inState(["pending", "delivering", "parked"]);
   for (var next = 0; next < ids.length && inBudget(); next += page)
    lookAtAll(ids.slice(next, next + page));
  } else {
   for (var limit2 = page; inBudget(); ) {
    var ids = ports.outbox.due(start, limit2);
    var looked = lookAtAll(ids);
    if (looked === 0 && ids.length < limit2)
     break;
    limit2 = page + ids.length - looked;
   }
  }
  report.seconds = secondsSince(start.toISOString(), ports.now());
  return report;
 }
 function handle(ports, settings, id, evenIfNotDue, end) {
  var stored2 = ports.outbox.read(id);
  if (stored2 === null)
   return;
  var entry = stored2.entry, revision = stored2.revision;
  if (entry.state === "unreadable")
   return parkAsItIs(ports, settings, id, { entry: entry, revision: revision });
  var now = ports.now();
  var waits = entry.state === "pending" || entry.state === "delivering" || entry.state === "parked";
  if (!(evenIfNotDue && waits) && Date.parse(entry.due) > now.getTime())
   return;
  switch (entry.state) {
   case "unbound":
    return findUser(ports, settings, id, { revision: revision, entry: entry });
   case "parked":
   case "pending": {
    var isOver = Date.parse(expiry(entry, settings)) <= now.getTime();
    if (entry.state === "parked" && isOver)
     return expireParked(ports, settings, id, { revision: revision, entry: entry });
    if (!isOver)
     waitOut(ports, end);
    if (isClosed(ports) && !isOver)
     return;
    return look(ports, settings, entry.user);
   }
   case "delivering":
    return look(ports, settings, entry.user);
   case "delivered":
    if (entry.looked)
     ports.outbox.remove(id, revision);
    else if (!isUntouched(ports, settings, id, { revision: revision, entry: entry }))
     look(ports, settings, entry.user);
    return;
   case "expired":
    ports.outbox.remove(id, revision);
    return;
  }
 }
 function waitOut(ports, end) {
  var now = ports.now();
  var gate = current(ports.gate.read(), now);
  if (gate.kind !== "paused" || ports.pause === void 0)
   return;
  var until = Date.parse(gate.until);
  if (until < end)
   ports.pause(until - now.getTime());
 }
 function look(ports, settings, ref) {
  deliver(ports, settings, lookJob(ports, ref));
 }
 function isUntouched(ports, settings, id, stored2) {
  var entry = stored2.entry, revision = stored2.revision;
  if (entry.intents.length > 0 || entry.marks.length > 0)
   return false;
  var at = ports.now();
  var user = ports.users.read(entry.user);
  if (user.kind !== "found" || user.password.seen !== entry.held.seen)
   return false;
  ports.outbox.replace(id, revision, closeForGood(entry, entry.held, { settled: null, at: at }, settings));
  return true;
 }
 function expireParked(ports, settings, id, _a) {
  var entry = _a.entry, revision = _a.revision;
  var reason = "parked until its time to live was over: ".concat(entry.failure.reason);
  var expired = expire(entry, reason, settings, ports.now());
  if (ports.outbox.replace(id, revision, expired).kind === "written") {
   ports.report({ kind: "expired", ref: entry.user, reason: reason });
  }
 }
 function parkAsItIs(ports, settings, id, _a) {
  var entry = _a.entry, revision = _a.revision;
  var target = settings.target;
  var user = userOf(target, id);
  var fresh = { target: target, user: user, key: ports.vault.keyId(), salt: ports.nonce() };
  var parked = parkUnreadable(entry, fresh, settings, ports.now());
  if (ports.outbox.replace(id, revision, parked).kind === "written") {
   ports.report({ kind: "parked", ref: user, failure: parked.failure, seconds: 0 });
  }
 }
 function findUser(ports, settings, id, stored2) {
  var entry = stored2.entry, revision = stored2.revision;
  var found = ports.users.findId(entry.object, entry.userName);
  switch (found.kind) {
   case "unknown": {
    var now = ports.now();
    if (secondsSince(entry.intent.at, now) < settings.timeToLiveDays * 86400) {
     ports.outbox.replace(id, revision, __assign(__assign({}, entry), { due: after(now, settings.graceSeconds) }));
     return;
    }
    var reason = "a created user could not be found by name until the time to live was over";
    if (ports.outbox.remove(id, revision).kind === "conflict")
     return;
    ports.report({ kind: "expired", ref: { object: entry.object, id: entry.userName }, reason: reason });
    return;
   }
   case "absent":
    ports.outbox.remove(id, revision);
    return;
   case "found": {
    var ref = { object: entry.object, id: found.id };
    var owner = ownerOf(ports, ports.nonce());
    var fresh = bind(ports, settings, ref, stored2, owner);
    deliver(ports, settings, __assign(__assign({}, lookJob(ports, ref)), { owner: owner, unsent: fresh }));
    return;
   }
  }
 }

 // scripts-ts/idm/java.ts
 function hasJava() {
  return typeof java !== "undefined" && typeof javax !== "undefined" && typeof java.lang.System.getProperties === "function" && typeof javax.crypto.Mac.getInstance === "function";
 }
 function jdk() {
  return java;
 }
 function jdkx() {
  return javax;
 }
 function utf8(text2) {
  return new java.lang.String(text2).getBytes(java.nio.charset.StandardCharsets.UTF_8);
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
   var list2 = [];
   for (var index = 0; index < value.length; index++)
    list2.push(copy(value[index]));
   return list2;
  }
  if (isScalar(value))
   return String(value);
  var object = {};
  for (var key in value)
   object[key] = copy(value[key]);
  return object;
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

 // scripts-ts/idm/without-java.ts
 function localMap() {
  var values = {};
  var own2 = function(key) {
   return "=".concat(key);
  };
  var get = function(key) {
   var value = values[own2(key)];
   return value === void 0 ? null : value;
  };
  return {
   get: get,
   put: function(key, value) {
    values[own2(key)] = value;
   },
   putIfAbsent: function(key, value) {
    var known2 = get(key);
    if (known2 === null)
     values[own2(key)] = value;
    return known2;
   },
   remove: function(key) {
    var known2 = get(key);
    delete values[own2(key)];
    return known2;
   },
   size: function() {
    return Object.keys(values).length;
   },
   clear: function() {
    return Object.keys(values).forEach(function(key) {
     return delete values[key];
    });
   },
   keySet: function() {
    return { toArray: function() {
     return Object.keys(values).map(function(key) {
      return key.slice(1);
     });
    } };
   }
  };
 }
 function localAdder() {
  var total2 = 0;
  return {
   add: function(amount) {
    total2 += amount;
   },
   sum: function() {
    return total2;
   }
  };
 }
 function localReference(value) {
  var current2 = value;
  return {
   get: function() {
    return current2;
   },
   compareAndSet: function(expected, next) {
    if (current2 !== expected)
     return false;
    current2 = next;
    return true;
   }
  };
 }
 function localNumbers() {
  var numbers = {};
  return {
   get: function(index) {
    return numbers[index] || 0;
   },
   set: function(index, value) {
    numbers[index] = value;
   }
  };
 }
 var noLock = {
  lock: function() {
   return void 0;
  },
  tryLock: function() {
   return true;
  },
  unlock: function() {
   return void 0;
  }
 };

 // scripts-ts/idm/jvm.ts
 var STATE = "idcs-password-sync";
 function once(name, make) {
  var map = state();
  var known2 = map.get(name);
  if (known2 !== null)
   return known2;
  var made = make();
  var raced = map.putIfAbsent(name, made);
  return raced === null ? made : raced;
 }
 function counter(name) {
  return once("counter ".concat(name), function() {
   return hasJava() ? new (jdk()).util.concurrent.atomic.LongAdder() : localAdder();
  });
 }
 function total(name) {
  return once("total ".concat(name), function() {
   return hasJava() ? new (jdk()).util.concurrent.atomic.DoubleAdder() : localAdder();
  });
 }
 function lockOf(name) {
  return once("lock ".concat(name), function() {
   return hasJava() ? new (jdk()).util.concurrent.locks.ReentrantLock() : noLock;
  });
 }
 function sharedStrings(name, limit2) {
  var map = once("strings ".concat(name), function() {
   return newMap();
  });
  var text2 = function(value) {
   return value === null ? null : String(value);
  };
  return {
   get: function(key) {
    return text2(map.get(key));
   },
   put: function(key, value) {
    if (map.size() >= limit2)
     map.clear();
    map.put(key, value);
   },
   take: function(key) {
    return text2(map.remove(key));
   },
   removeWhere: function(isOver) {
    for (var _i = 0, _a = keysOf(map); _i < _a.length; _i++) {
     var key = _a[_i];
     var value = text2(map.get(key));
     if (value !== null && isOver(key, value))
      map.remove(key);
    }
   }
  };
 }
 function workerName() {
  var node = (property("openidm.node.id") || "").replace(/[^A-Za-z0-9._-]/g, "_");
  if (!hasJava())
   return node || "node";
  var start = String(once("start", function() {
   return String(jdk().util.UUID.randomUUID()).slice(0, 8);
  }));
  return "".concat(node || start, "/").concat(start);
 }
 function keysOf(map) {
  var keys = map.keySet().toArray();
  var names = [];
  for (var index = 0; index < keys.length; index++)
   names.push(String(keys[index]));
  return names;
 }
 function named(prefix) {
  var map = state();
  var found = [];
  for (var _i = 0, _a = keysOf(map); _i < _a.length; _i++) {
   var name = _a[_i];
   var value = name.indexOf(prefix) === 0 ? map.get(name) : null;
   if (value !== null)
    found.push({ name: name, value: value });
  }
  return found;
 }
 function forget(name) {
  state().remove(name);
 }
 var local = localMap();
 function newMap() {
  return hasJava() ? new (jdk()).util.concurrent.ConcurrentHashMap() : localMap();
 }
 function state() {
  if (!hasJava())
   return local;
  var properties = jdk().lang.System.getProperties();
  var known2 = properties.get(STATE);
  if (known2 !== null)
   return known2.join();
  var _a = jdk().util.concurrent, CompletableFuture = _a.CompletableFuture, ConcurrentHashMap = _a.ConcurrentHashMap;
  var made = new CompletableFuture();
  made.complete(new ConcurrentHashMap());
  properties.putIfAbsent(STATE, made);
  return properties.get(STATE).join();
 }

 // scripts-ts/idm/in-hand.ts
 var MAX_AGE_MS = 6e4;
 var MAX_REQUESTS = 2e3;
 function dropLeftOver() {
  var now = (/* @__PURE__ */ new Date()).getTime();
  sharedStrings("in hand", MAX_REQUESTS).removeWhere(function(_nonce, kept) {
   return now - Number(kept.slice(0, kept.indexOf(" "))) > MAX_AGE_MS;
  });
 }

 // scripts-ts/idm/nonce.ts
 function nonce() {
  if (hasJava())
   return String(jdk().util.UUID.randomUUID());
  var part = function() {
   return Math.random().toString(36).slice(2, 12);
  };
  return "".concat((/* @__PURE__ */ new Date()).getTime().toString(36), "-").concat(part()).concat(part());
 }

 // scripts-ts/sync/parse.ts
 var text = function(value) {
  return typeof value === "string";
 };
 var whole = function(value) {
  return typeof value === "number" && value >= 0 && value % 1 === 0;
 };
 var time = function(value) {
  return typeof value === "string" && /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value) && !isNaN(Date.parse(value));
 };
 var is = function() {
  var values = [];
  for (var _i = 0; _i < arguments.length; _i++) {
   values[_i] = arguments[_i];
  }
  return function(value) {
   return values.indexOf(value) >= 0;
  };
 };
 var list = function(item) {
  return function(value) {
   return value instanceof Array && value.every(item);
  };
 };
 var maybe = function(check) {
  return function(value) {
   return value === void 0 || check(value);
  };
 };
 var shaped = function(shape) {
  return function(value) {
   return objectionTo(value, shape) === null;
  };
 };
 var failure = {
  class: text,
  reason: text,
  status: maybe(whole),
  requestId: maybe(text),
  personal: maybe(is(true)),
  freeAfterSeconds: maybe(whole)
 };
 var intent = { nonce: text, at: time, password: text, copy: maybe(text), settled: maybe(is(true)) };
 var mark = {
  owner: text,
  password: text,
  at: time,
  until: time,
  quietUntil: maybe(time),
  again: maybe(is(true))
 };
 var held = { how: is("delivered", "presumed"), password: text, seen: maybe(text) };
 var common2 = {
  schema: is(SCHEMA),
  target: text,
  state: text,
  user: shaped({ object: text, id: text }),
  key: text,
  salt: text,
  intents: list(shaped(intent)),
  marks: list(shaped(mark)),
  held: maybe(shaped(held)),
  lastKnownSet: maybe(shaped({ from: time, to: time })),
  refused: maybe(shaped({ password: text, failure: shaped(failure) })),
  due: time,
  since: time,
  attempts: whole
 };
 var states = {
  pending: __assign(__assign({}, common2), { failure: maybe(shaped(failure)) }),
  delivering: __assign(__assign({}, common2), { lease: shaped({ owner: text, until: time }) }),
  delivered: __assign(__assign({}, common2), { held: shaped(held), looked: maybe(is(true)) }),
  parked: __assign(__assign({}, common2), { failure: shaped(failure), original: maybe(text) }),
  expired: __assign(__assign({}, common2), { reason: text }),
  unbound: {
   schema: is(SCHEMA),
   target: text,
   state: text,
   object: text,
   userName: text,
   key: text,
   salt: text,
   intent: shaped(intent),
   due: time
  }
 };
 function parseEntry(value) {
  var reason = unreadableBecause(value);
  if (reason === null)
   return value;
  return { state: "unreadable", reason: reason, original: JSON.stringify(value) };
 }
 function unreadableBecause(value) {
  if (value.schema !== SCHEMA)
   return "the entry is of schema ".concat(shown(value.schema), ", and this version reads ").concat(SCHEMA);
  var shape = typeof value.state === "string" ? own(states, value.state) : void 0;
  if (shape === void 0)
   return "the entry is in a state that this version does not know: ".concat(shown(value.state));
  var objection2 = objectionTo(value, shape);
  return objection2 === null ? null : "the entry is damaged: ".concat(objection2);
 }
 function shown(value) {
  return String(JSON.stringify(value)).slice(0, 40);
 }
 function objectionTo(value, shape) {
  if (typeof value !== "object" || value === null)
   return "no object";
  var object = value;
  for (var key in object)
   if (own(shape, key) === void 0)
    return '"'.concat(key, '" is not known');
  for (var key in shape)
   if (!shape[key](object[key]))
    return '"'.concat(key, '" is missing or wrong');
  return null;
 }
 function own(object, key) {
  return Object.prototype.hasOwnProperty.call(object, key) ? object[key] : void 0;
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

 // scripts-ts/idm/outbox.ts
 var PAGE = 500;
 var NUMBER = /^[0-9]+$/;
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
    var written = writing([412, 404], function() {
     return idm().update("".concat(path, "/").concat(id), revision, entry);
    });
    return written.kind === "written" && NUMBER.test(revision) ? { kind: "written", revision: String(Number(revision) + 1) } : written;
   },
   remove: function(id, revision) {
    return writing([412, 404], function() {
     return idm().delete("".concat(path, "/").concat(id), revision);
    });
   },
   due: function(before, limit2) {
    return queryIds(path, 'due le "'.concat(before.toISOString(), '"'), { _sortKeys: "due", _pageSize: limit2 });
   },
   inState: function(states2) {
    var filter = states2.map(function(state2) {
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
  return { revision: String(_rev), entry: parseEntry(entry) };
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

 // scripts-ts/idm/sha256.ts
 var BLOCK = 64;
 var primes = firstPrimes(64);
 var START = primes.slice(0, 8).map(function(prime) {
  return fraction(Math.pow(prime, 1 / 2));
 });
 var ROUND = primes.map(function(prime) {
  return fraction(Math.pow(prime, 1 / 3));
 });
 function sha256(bytes) {
  var state2 = START.slice();
  var message = padded(bytes);
  for (var at = 0; at < message.length; at += BLOCK)
   compress(state2, message, at);
  return state2.reduce(function(out, word) {
   return out.concat(bytesOf(word));
  }, []);
 }
 function hmacSha256(key, message) {
  var block = key.length > BLOCK ? sha256(key) : key.slice();
  while (block.length < BLOCK)
   block.push(0);
  var masked = function(mask) {
   return block.map(function(byte) {
    return byte ^ mask;
   });
  };
  return sha256(masked(92).concat(sha256(masked(54).concat(message))));
 }
 function utf8Bytes(text2) {
  var whole2 = text2.replace(/[\ud800-\udbff][\udc00-\udfff]|[\ud800-\udfff]/g, function(found) {
   return found.length === 2 ? found : "\uFFFD";
  });
  var bytes = [];
  encodeURIComponent(whole2).replace(/%([0-9A-F]{2})|[^%]/g, function(found, hex2) {
   bytes.push(hex2 === void 0 ? found.charCodeAt(0) : parseInt(hex2, 16));
   return "";
  });
  return bytes;
 }
 function hex(bytes) {
  return bytes.map(function(byte) {
   return (byte < 16 ? "0" : "") + byte.toString(16);
  }).join("");
 }
 function fromHex(text2) {
  return (text2.match(/../g) || []).map(function(pair) {
   return parseInt(pair, 16);
  });
 }
 function padded(bytes) {
  var message = bytes.concat([128]);
  while (message.length % BLOCK !== BLOCK - 8)
   message.push(0);
  var bits = bytes.length * 8;
  return message.concat(bytesOf(Math.floor(bits / 4294967296)), bytesOf(bits));
 }
 function compress(state2, message, at) {
  var words = [];
  for (var t = 0; t < BLOCK; t++)
   words.push(t < 16 ? wordAt(message, at + 4 * t) : expanded(words, t));
  var _a = state2, a = _a[0], b = _a[1], c = _a[2], d = _a[3], e = _a[4], f = _a[5], g = _a[6], h = _a[7];
  for (var t = 0; t < BLOCK; t++) {
   var first = h + (rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25)) + (e & f ^ ~e & g) + at32(ROUND, t) + at32(words, t);
   var second = (rotated(a, 2) ^ rotated(a, 13) ^ rotated(a, 22)) + (a & b ^ a & c ^ b & c);
   h = g;
   g = f;
   f = e;
   e = d + first | 0;
   d = c;
   c = b;
   b = a;
   a = first + second | 0;
  }
  [a, b, c, d, e, f, g, h].forEach(function(word, index) {
   return state2[index] = at32(state2, index) + word | 0;
  });
 }
 function expanded(words, t) {
  var before = at32(words, t - 15);
  var behind = at32(words, t - 2);
  var low = rotated(before, 7) ^ rotated(before, 18) ^ before >>> 3;
  var high = rotated(behind, 17) ^ rotated(behind, 19) ^ behind >>> 10;
  return at32(words, t - 16) + low + at32(words, t - 7) + high | 0;
 }
 function rotated(word, by) {
  return word >>> by | word << 32 - by;
 }
 function at32(words, index) {
  return words[index];
 }
 function wordAt(bytes, at) {
  return at32(bytes, at) << 24 | at32(bytes, at + 1) << 16 | at32(bytes, at + 2) << 8 | at32(bytes, at + 3);
 }
 function bytesOf(word) {
  return [word >>> 24 & 255, word >>> 16 & 255, word >>> 8 & 255, word & 255];
 }
 function fraction(root) {
  return (root - Math.floor(root)) * 4294967296 | 0;
 }
 function firstPrimes(count) {
  var found = [];
  var _loop_1 = function(candidate2) {
   if (found.every(function(prime) {
    return candidate2 % prime !== 0;
   }))
    found.push(candidate2);
  };
  for (var candidate = 2; found.length < count; candidate++) {
   _loop_1(candidate);
  }
  return found;
 }

 // scripts-ts/idm/keys.ts
 var KEY_ID = "installation";
 var KEY_BYTES = 32;
 var CHECK_MS = 6e4;
 function installationKey(keysPath) {
  var cache = sharedStrings("installation key", 4);
  var text2 = cache.get(keysPath);
  var known2 = text2 === null ? null : JSON.parse(text2);
  var now = (/* @__PURE__ */ new Date()).getTime();
  if (known2 !== null && now - known2.checkedAt < CHECK_MS && now >= known2.checkedAt)
   return known2;
  var stored2 = readOrNull("".concat(keysPath, "/").concat(KEY_ID));
  var same = stored2 !== null && known2 !== null && known2.id === String(stored2.id) && known2.sealed === String(stored2.sealed);
  var key = same ? known2 : stored2 === null ? makeKey(keysPath) : unsealed(stored2) || makeKey(keysPath, stored2);
  cache.put(keysPath, JSON.stringify(__assign(__assign({}, key), { checkedAt: now })));
  return key;
 }
 function derivedKey(_a, purpose) {
  var key = _a.hex;
  return hmacSha256(fromHex(key), utf8Bytes(purpose));
 }
 function unsealed(stored2) {
  try {
   var sealed = String(stored2.sealed);
   var key = String(idm().decrypt(JSON.parse(sealed)));
   if (!/^[0-9a-f]{64}$/.test(key))
    return null;
   return { id: String(stored2.id), hex: key, sealed: sealed, checkedAt: 0 };
  } catch (caught) {
   log().error("idcs-password-sync: the fingerprint key is lost, a new one is made: ".concat(describe(caught)));
   return null;
  }
 }
 function makeKey(keysPath, lost) {
  var key = randomKey();
  var content = { schema: 1, id: hex(sha256(utf8Bytes(key))).slice(0, 16), sealed: seal(key) };
  try {
   if (lost === void 0)
    idm().create(keysPath, KEY_ID, content);
   else {
    keepLost(keysPath, lost);
    idm().update("".concat(keysPath, "/").concat(KEY_ID), String(lost._rev), content);
   }
  } catch (caught) {
   if (codeOf(caught) !== 412)
    throw caught;
  }
  var stored2 = readOrNull("".concat(keysPath, "/").concat(KEY_ID));
  var made = stored2 === null ? null : unsealed(stored2);
  if (made === null)
   throw { code: 500, message: "the fingerprint key can't be read back from ".concat(keysPath) };
  return made;
 }
 function keepLost(keysPath, lost) {
  try {
   idm().create(keysPath, "lost-".concat(String(lost.id)), { schema: 1, id: String(lost.id), sealed: String(lost.sealed) });
  } catch (caught) {
   if (codeOf(caught) !== 412)
    throw caught;
  }
 }
 function seal(text2) {
  var alias = property("openidm.config.crypto.alias") || "openidm-sym-default";
  return JSON.stringify(idm().encrypt(text2, null, alias));
 }
 function randomKey() {
  if (hasJava()) {
   var bytes = utf8(new Array(KEY_BYTES + 1).join(" "));
   new (jdk()).security.SecureRandom().nextBytes(bytes);
   return hex(sha256(utf8Bytes(String(jdk().util.Base64.getEncoder().encodeToString(bytes)))));
  }
  return hex(sha256(utf8Bytes(seal("one") + seal("two"))));
 }

 // scripts-ts/idm/vault.ts
 var HMAC = "HmacSHA256";
 var CIPHER = "AES/GCM/NoPadding";
 var IV_BYTES = 12;
 var TAG_BITS = 128;
 var OURS = "gcm ";
 function vaultOf(settings) {
  var key = function() {
   return installationKey(settings.outbox.keysPath);
  };
  return {
   keyId: function() {
    return key().id;
   },
   fingerprint: function(salt, password) {
    return hmac(key(), "".concat(salt, "\0").concat(password));
   },
   keepsHash: function(object) {
    return hasSecureHash(object, settings.user.password);
   },
   seal: function(password) {
    return hasJava() ? OURS + encrypted(key(), password) : seal(password);
   },
   unseal: function(sealed) {
    try {
     if (sealed.indexOf(OURS) !== 0)
      return String(idm().decrypt(JSON.parse(sealed)));
     return decrypted(key(), sealed.slice(OURS.length));
    } catch (_lost) {
     return null;
    }
   },
   reveal: function(_a) {
    var value = _a.value;
    try {
     return { kind: "clear", password: String(idm().isEncrypted(value) ? idm().decrypt(value) : value) };
    } catch (caught) {
     return { kind: "unknown", reason: describe(caught) };
    }
   },
   matches: function(password, _a) {
    var value = _a.value;
    return idm().matches(password, value);
   }
  };
 }
 function storedPassword(value) {
  if (value === null || value === void 0)
   return { kind: "none", value: value, seen: "" };
  return { kind: idm().isHashed(value) ? "hashed" : "sealed", value: value, seen: digest(canonical(copy(value))) };
 }
 function hmac(_a, text2) {
  var key = _a.hex;
  if (!hasJava())
   return hex(hmacSha256(fromHex(key), utf8Bytes(text2)));
  var mac = jdkx().crypto.Mac.getInstance(HMAC);
  mac.init(new (jdkx()).crypto.spec.SecretKeySpec(bytesOf2(key), HMAC));
  return hexOf(mac.doFinal(utf8(text2)));
 }
 function digest(text2) {
  if (!hasJava())
   return hex(sha256(utf8Bytes(text2)));
  return hexOf(jdk().security.MessageDigest.getInstance("SHA-256").digest(utf8(text2)));
 }
 function canonical(value) {
  if (typeof value !== "object" || value === null)
   return JSON.stringify(value);
  if (value instanceof Array)
   return "[".concat(value.map(canonical).join(), "]");
  var object = value;
  var keys = Object.keys(object).sort();
  return "{".concat(keys.map(function(key) {
   return "".concat(JSON.stringify(key), ":").concat(canonical(object[key]));
  }).join(), "}");
 }
 function encrypted(key, text2) {
  var iv = utf8(new Array(IV_BYTES + 1).join(" "));
  new (jdk()).security.SecureRandom().nextBytes(iv);
  var cipher = cipherFor(jdkx().crypto.Cipher.ENCRYPT_MODE, key, iv);
  return "".concat(hexOf(iv)).concat(hexOf(cipher.doFinal(utf8(text2))));
 }
 function decrypted(key, sealed) {
  var iv = bytesOf2(sealed.slice(0, 2 * IV_BYTES));
  var cipher = cipherFor(jdkx().crypto.Cipher.DECRYPT_MODE, key, iv);
  var bytes = cipher.doFinal(bytesOf2(sealed.slice(2 * IV_BYTES)));
  return String(new (jdk()).lang.String(bytes, jdk().nio.charset.StandardCharsets.UTF_8));
 }
 function cipherFor(mode, key, iv) {
  var _a = jdkx().crypto, Cipher = _a.Cipher, spec = _a.spec;
  var cipher = Cipher.getInstance(CIPHER);
  var aes = new spec.SecretKeySpec(bytesOf2(hex(derivedKey(key, "sealed copies"))), "AES");
  cipher.init(mode, aes, new spec.GCMParameterSpec(TAG_BITS, iv));
  return cipher;
 }
 function bytesOf2(text2) {
  var bytes = new (jdk()).math.BigInteger("01".concat(text2), 16).toByteArray();
  return jdk().util.Arrays.copyOfRange(bytes, 1, text2.length / 2 + 1);
 }
 function hexOf(bytes) {
  var BigInteger = jdk().math.BigInteger;
  var text2 = String(new BigInteger(1, bytes).toString(16));
  var length = 2 * Number(bytes.length);
  return new Array(length - text2.length + 1).join("0") + text2;
 }
 function hasSecureHash(object, property2) {
  var config = copy(idm().read("config/managed"));
  var objects = config !== null && config.objects instanceof Array ? config.objects : [];
  return objects.some(function(_a) {
   var name = _a.name, schema = _a.schema;
   var properties = schema && schema.properties;
   var password = properties && properties[property2];
   return name === object && !!(password && password.secureHash);
  });
 }

 // scripts-ts/idm/hook-ports.ts
 function hookPorts(settings) {
  return {
   now: function() {
    return /* @__PURE__ */ new Date();
   },
   nonce: nonce,
   worker: workerName,
   vault: vaultOf(settings),
   outbox: repositoryOutbox(settings.outbox.path)
  };
 }

 // scripts-ts/oracle/tiers.ts
 var GROUPS = ["authn", "token", "others"];
 var TIERS = {
  free: tier([10, 150], [10, 150], [20, 150]),
  oracleApps: tier([50, 1e3], [40, 1e3], [50, 1500]),
  appsPremium: tier([80, 2100], [50, 1700], [55, 1750]),
  premium: tier([95, 4500], [65, 3400], [90, 5e3]),
  externalUser: tier([90, 3100], [60, 2300], [80, 4e3])
 };
 function tier() {
  var _a = [];
  for (var _i = 0; _i < arguments.length; _i++) {
   _a[_i] = arguments[_i];
  }
  var authn = _a[0], token = _a[1], others = _a[2];
  return { authn: limit(authn), token: limit(token), others: limit(others) };
 }
 function limit(_a) {
  var perSecond = _a[0], perMinute = _a[1];
  return { perSecond: perSecond, perMinute: perMinute };
 }
 function limitsOf(_a) {
  var tier2 = _a.tier, limits = _a.limits, sharePercent = _a.sharePercent, nodes = _a.nodes;
  var whole2 = limits || TIERS[tier2];
  var part = function(amount) {
   return Math.max(1, Math.floor(amount * sharePercent / 100 / nodes));
  };
  var shareOf = function(_a2) {
   var perSecond = _a2.perSecond, perMinute = _a2.perMinute;
   return {
    perSecond: part(perSecond),
    perMinute: part(perMinute)
   };
  };
  return { authn: shareOf(whole2.authn), token: shareOf(whole2.token), others: shareOf(whole2.others) };
 }
 var AUTHN = /\/admin\/v1\/UserPasswordChanger\b/;
 function groupOf(url) {
  if (/\/oauth2\/v1\/token$/.test(url))
   return "token";
  return AUTHN.test(url) ? "authn" : "others";
 }

 // scripts-ts/idm/metrics.ts
 var STATUSES = ["success", "failure"];
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
 function countEscalation() {
  counter("escalations").add(1);
 }
 function counters() {
  return { success: sum("sync success"), failure: sum("sync failure"), hookFailures: sum("hook failures") };
 }
 function prometheusText(target, queue, oracle2) {
  var label = 'target_system="'.concat(target, '"');
  var lines = [
   "# HELP idm_password_sync_total Deliveries of a password to the target by outcome; a failure is one attempt with its quick retries.",
   "# TYPE idm_password_sync_total counter"
  ];
  for (var _i = 0, STATUSES_1 = STATUSES; _i < STATUSES_1.length; _i++) {
   var status = STATUSES_1[_i];
   lines.push('idm_password_sync_total{status="'.concat(status, '",').concat(label, "} ").concat(sum("sync ".concat(status))));
  }
  lines.push("# HELP idm_password_sync_duration_seconds Time from the change in IDM to the target's confirmation.", "# TYPE idm_password_sync_duration_seconds histogram");
  for (var _a = 0, BUCKETS_2 = BUCKETS; _a < BUCKETS_2.length; _a++) {
   var bucket = BUCKETS_2[_a];
   lines.push("idm_password_sync_duration_seconds_bucket{".concat(label, ',le="').concat(bucket, '"} ').concat(sum("duration ".concat(bucket))));
  }
  lines.push("idm_password_sync_duration_seconds_bucket{".concat(label, ',le="+Inf"} ').concat(sum("duration count")), "idm_password_sync_duration_seconds_sum{".concat(label, "} ").concat(Number(total("duration").sum())), "idm_password_sync_duration_seconds_count{".concat(label, "} ").concat(sum("duration count")), "# HELP idm_password_sync_retry_queue_size Users whose password waits for its delivery.", "# TYPE idm_password_sync_retry_queue_size gauge", "idm_password_sync_retry_queue_size{".concat(label, "} ").concat(queue.size), "# HELP idm_password_sync_parked Users whose password could not be delivered: somebody has to look.", "# TYPE idm_password_sync_parked gauge", "idm_password_sync_parked{".concat(label, "} ").concat(queue.parked), "# HELP idm_password_sync_hook_failures_total Hooks that could not note a change and let it pass.", "# TYPE idm_password_sync_hook_failures_total counter", "idm_password_sync_hook_failures_total ".concat(sum("hook failures")), "# HELP idm_password_sync_escalations_total Records whose attempts were spent.", "# TYPE idm_password_sync_escalations_total counter", "idm_password_sync_escalations_total ".concat(sum("escalations")), "# HELP idm_password_sync_background_dropped_total Changes that a full background queue left to the schedule.", "# TYPE idm_password_sync_background_dropped_total counter", "idm_password_sync_background_dropped_total ".concat(sum("dropped")));
  return "".concat(lines.concat(oracleLines(label, oracle2)).join("\n"), "\n");
 }
 function oracleLines(label, _a) {
  var gate = _a.gate, rate = _a.rate;
  var groups = GROUPS.map(function(group) {
   return __assign({ labels: "".concat(label, ',group="').concat(group, '"') }, rate[group]);
  });
  return __spreadArray(__spreadArray(__spreadArray([
   "# HELP idm_password_sync_breaker_open Whether deliveries of this node stand still because Oracle refuses it (1), or go on (0).",
   "# TYPE idm_password_sync_breaker_open gauge",
   "idm_password_sync_breaker_open{".concat(label, "} ").concat(gate.kind === "broken" ? 1 : 0),
   "# HELP idm_password_sync_paused Whether deliveries of this node stand still to keep the rate limit (1), or go on (0).",
   "# TYPE idm_password_sync_paused gauge",
   "idm_password_sync_paused{".concat(label, "} ").concat(gate.kind === "paused" ? 1 : 0),
   "# HELP idm_password_sync_rate_used Requests of this node in the last minute, by the groups that Oracle counts.",
   "# TYPE idm_password_sync_rate_used gauge"
  ], groups.map(function(_a2) {
   var labels = _a2.labels, taken2 = _a2.taken;
   return "idm_password_sync_rate_used{".concat(labels, "} ").concat(taken2);
  }), true), [
   "# HELP idm_password_sync_rate_limit The requests that this node may send in a minute.",
   "# TYPE idm_password_sync_rate_limit gauge"
  ], false), groups.map(function(_a2) {
   var labels = _a2.labels, perMinute = _a2.perMinute;
   return "idm_password_sync_rate_limit{".concat(labels, "} ").concat(perMinute);
  }), true);
 }
 function sum(name) {
  return Number(counter(name).sum());
 }

 // scripts-ts/idm/settings.ts
 var SETTINGS_PATH = "config/custom/idcsPasswordSync";
 function readSettings() {
  var read = idm().read(SETTINGS_PATH);
  if (read === null)
   throw { code: 500, message: "conf/custom-idcsPasswordSync.json is not loaded" };
  return complete(resolve2(copy(read)));
 }
 function complete(settings) {
  return __assign(__assign({}, settings), { audit: settings.audit || { topic: "activity" }, scripts: settings.scripts || "files" });
 }
 function syncSettings(settings) {
  return __assign(__assign({}, settings.delivery), { target: settings.target, deadlineSeconds: settings.idcs.requestTimeoutSeconds });
 }
 function objection(_a) {
  var idcs = _a.idcs;
  if (!idcs.rate || !idcs.tls)
   return "the settings are of another version than the scripts: deploy conf and script together";
  if (idcs.transport === "java" && !hasJava()) {
   return 'scripts may use no Java here: write "transport": "externalRest" in the environment, and build anew';
  }
  var found = /&\{[^}]*\}/.exec(JSON.stringify(idcs));
  if (found)
   return "IDM knows no property for ".concat(found[0], " (set it in boot.properties)");
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
 function resolve2(value) {
  if (typeof value === "string") {
   return value.replace(REFERENCE, function(reference, name, fallback) {
    var known2 = property(name);
    if (known2 !== null)
     return known2;
    return fallback === void 0 ? reference : fallback;
   });
  }
  if (value instanceof Array)
   return value.map(resolve2);
  if (typeof value !== "object" || value === null)
   return value;
  var resolved = {};
  for (var key in value)
   resolved[key] = resolve2(value[key]);
  return resolved;
 }

 // scripts-ts/idm/pool.ts
 var IDLE_SECONDS = 30;
 function runAllOn(settings) {
  if (!hasJava())
   return function(tasks) {
    return tasks.map(function(task) {
     return task();
    });
   };
  return function(tasks) {
   var _a = jdk().util, ArrayList = _a.ArrayList, concurrent = _a.concurrent;
   var calls = new ArrayList();
   for (var _i = 0, tasks_1 = tasks; _i < tasks_1.length; _i++) {
    var call = tasks_1[_i];
    calls.add(new concurrent.Callable({ call: call }));
   }
   var futures = pool(settings, "drain").invokeAll(calls);
   return tasks.map(function(_task, index) {
    return String(futures.get(index).get()) === "true";
   });
  };
 }
 function pool(_a, purpose) {
  var version = _a.version, delivery = _a.delivery;
  var name = "".concat(purpose, " pool ").concat(version, " ").concat(delivery.threads);
  var known2 = once(name, function() {
   return newPool(delivery.threads);
  });
  if (!known2.isShutdown()) {
   retireOthers(purpose, name);
   return known2;
  }
  forget(name);
  return once(name, function() {
   return newPool(delivery.threads);
  });
 }
 function newPool(threads) {
  var _a = jdk().util.concurrent, ScheduledThreadPoolExecutor = _a.ScheduledThreadPoolExecutor, TimeUnit = _a.TimeUnit;
  var executor = new ScheduledThreadPoolExecutor(threads);
  executor.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
  executor.allowCoreThreadTimeOut(true);
  return executor;
 }
 function retireOthers(purpose, current2) {
  for (var _i = 0, _a = named("".concat(purpose, " pool ")); _i < _a.length; _i++) {
   var _b = _a[_i], name = _b.name, value = _b.value;
   if (name === current2 || value.isShutdown())
    continue;
   value.shutdown();
   if (purpose === "delivery")
    value.getQueue().clear();
  }
 }

 // scripts-ts/oracle/scim.ts
 var SEARCH_REQUEST = "urn:ietf:params:scim:api:messages:2.0:SearchRequest";
 var USER = "urn:ietf:params:scim:schemas:core:2.0:User";
 var PATCH_OP = "urn:ietf:params:scim:api:messages:2.0:PatchOp";
 var USER_PASSWORD_CHANGER = "urn:ietf:params:scim:schemas:oracle:idcs:UserPasswordChanger";
 var ERROR_EXTENSION = "urn:ietf:params:scim:api:oracle:idcs:extension:messages:Error";
 var ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
 var EXTENSION = "urn:ietf:params:scim:schemas:oracle:idcs:extension";
 var USER_EXTENSION = "".concat(EXTENSION, ":user:User");
 var PASSWORD_STATE = "".concat(EXTENSION, ":passwordState:User");
 function equals(attribute, value) {
  return "".concat(attribute, " eq ").concat(JSON.stringify(value));
 }

 // scripts-ts/oracle/transport.ts
 function jsonObject(answer3) {
  try {
   var parsed = JSON.parse(answer3.body);
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
 function classify(operation, result, secret) {
  switch (result.kind) {
   case "unsent":
    return { class: result.configuration ? "configuration" : "transient", reason: "".concat(operation, ": ").concat(result.reason) };
   case "unanswered":
    return { class: operation === "password" ? "ambiguous" : "transient", reason: "".concat(operation, ": ").concat(result.reason) };
   case "limited": {
    var freeAfterSeconds = Math.ceil(result.freeAfterMs / 1e3);
    return { class: "throttled", reason: "".concat(operation, ": ").concat(result.reason), freeAfterSeconds: freeAfterSeconds };
   }
   case "answer": {
    var failureClass = classOf(operation, result);
    return __assign(__assign({ class: failureClass, reason: "".concat(operation, ": ").concat(wordsOf(result, secret)), status: result.status }, result.requestId !== null && { requestId: result.requestId }), failureClass === "configuration" && isAboutUser(operation, result) && { personal: true });
   }
  }
 }
 function isUnanswered(result) {
  return result.kind === "unanswered" || result.kind === "answer" && (result.status === 504 || result.status === 408);
 }
 function isAboutUser(operation, _a) {
  var status = _a.status;
  return status !== 401 && (operation === "password" || operation === "read" || operation === "create");
 }
 function classOf(operation, answer3) {
  var status = answer3.status;
  if (status === 429)
   return "throttled";
  if (status === 408 || status >= 500 || status < 400) {
   return operation === "password" ? "ambiguous" : "transient";
  }
  if (status === 401 || status === 403)
   return "configuration";
  if (operation === "token" || operation === "discovery")
   return "configuration";
  if (status === 404)
   return operation === "password" || operation === "read" ? "unknownUser" : "configuration";
  if (operation === "create" && status === 409)
   return "transient";
  if (operation === "create" || operation === "search")
   return "unknownUser";
  return operation === "password" && status === 400 ? "rejected" : "configuration";
 }
 function wordsOf(answer3, secret) {
  var body = jsonObject(answer3);
  if (body !== null) {
   var extension = body[ERROR_EXTENSION];
   var id = isObject(extension) && typeof extension.messageId === "string" ? " (".concat(extension.messageId, ")") : "";
   var words = body.detail || body.error_description || body.error;
   if (typeof words === "string")
    return "HTTP ".concat(answer3.status, ": ").concat(quoted(words, secret)).concat(id);
  }
  var kind = answer3.contentType.split(";")[0] || "no content type";
  var title = /<title>([^<]*)<\/title>/i.exec(answer3.body);
  var text2 = title ? title[1] : answer3.body === "" ? "empty" : "not what was expected";
  return "HTTP ".concat(answer3.status, ": ").concat(quoted(String(text2), secret), " (").concat(kind, ")");
 }
 function quoted(words, secret) {
  if (!secret)
   return words.slice(0, MAX_QUOTED);
  var inHtml = secret.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;");
  return words.split(secret).join("***").split(inHtml).join("***").slice(0, MAX_QUOTED);
 }

 // scripts-ts/oracle/discovery.ts
 function standardEndpoint(baseUrl) {
  return "".concat(baseUrl, "/oauth2/v1/token");
 }
 function discoverEndpoint(transport, baseUrl) {
  var url = "".concat(baseUrl, "/.well-known/idcs-configuration");
  var result = transport.exchange({ method: "GET", url: url, headers: { Accept: "application/json" } });
  var body = result.kind === "answer" && result.status === 200 ? jsonObject(result) : null;
  var configuration = body && body["openid-configuration"];
  var found = isObject(configuration) ? configuration.token_endpoint : void 0;
  if (typeof found !== "string")
   return { kind: "failed", failure: classify("discovery", result) };
  if (isOfSameSite(found, baseUrl))
   return { kind: "endpoint", url: found };
  var reason = "discovery: the domain names a token endpoint of another site: ".concat(found.slice(0, 200));
  return { kind: "failed", failure: { class: "configuration", reason: reason } };
 }
 var URL_PARTS = /^(https?):\/\/(\[[0-9a-f:]+\]|[A-Za-z0-9.-]+)(:[0-9]+)?\//;
 function isOfSameSite(url, baseUrl) {
  var _a = URL_PARTS.exec(url) || [], scheme = _a[1], host = _a[2];
  var _b = URL_PARTS.exec("".concat(baseUrl, "/")) || [], ownScheme = _b[1], ownHost = _b[2];
  return scheme !== void 0 && scheme === ownScheme && siteOf(String(host)) === siteOf(String(ownHost));
 }
 function siteOf(host) {
  return /^[0-9.]+$|^\[/.test(host) ? host : host.toLowerCase().split(".").slice(-2).join(".");
 }

 // scripts-ts/oracle/token.ts
 function accessToken(ports, settings, refused) {
  var cached = usable(ports, refused);
  if (cached !== null)
   return { kind: "token", token: cached };
  var result = ports.store.exclusively(function() {
   var fetchedMeanwhile = usable(ports, refused);
   if (fetchedMeanwhile !== null)
    return { kind: "token", token: fetchedMeanwhile };
   return fetchToken(ports, settings);
  }, ports.patience());
  if (result !== null)
   return result;
  return { kind: "failed", failure: { class: "transient", reason: "token: another delivery still waits for one" } };
 }
 function usable(_a, refused) {
  var store = _a.store, now = _a.now;
  var token = store.read();
  if (token === null || token.useUntil <= now().getTime())
   return null;
  return refused !== null && refused.value === token.value ? null : token;
 }
 function fetchToken(ports, settings) {
  var endpoint = settings.tokenEndpoint === "standard" ? { kind: "endpoint", url: standardEndpoint(settings.baseUrl) } : discoverEndpoint(ports.transport, settings.baseUrl);
  if (endpoint.kind === "failed")
   return endpoint;
  var requested = ports.now().getTime();
  var proof;
  try {
   proof = proofOf(ports, settings);
  } catch (caught) {
   var what = ports.credentials.kind === "secret" ? "client secret can't be decrypted" : "assertion can't be signed";
   var reason = "token: the ".concat(what, ": ").concat(ports.describe(caught));
   return { kind: "failed", failure: { class: "configuration", reason: reason } };
  }
  var result = ports.transport.exchange({
   method: "POST",
   url: endpoint.url,
   headers: __assign(__assign({}, proof.headers), { "Content-Type": "application/x-www-form-urlencoded;charset=UTF-8", Accept: "application/json" }),
   body: "grant_type=client_credentials&scope=".concat(encodeURIComponent(settings.scope)).concat(proof.form)
  });
  var body = result.kind === "answer" && result.status === 200 ? jsonObject(result) : null;
  if (body === null || typeof body.access_token !== "string") {
   return { kind: "failed", failure: classify("token", result) };
  }
  var lifetime = typeof body.expires_in === "number" ? body.expires_in : 3600;
  var useSeconds = Math.max(lifetime - settings.tokenRefreshBufferSeconds, lifetime / 2);
  var token = { value: body.access_token, askedAt: requested, useUntil: requested + useSeconds * 1e3 };
  ports.store.write(token);
  return { kind: "token", token: token };
 }
 function proofOf(ports, settings) {
  var credentials = ports.credentials;
  var clientId = settings.clientId;
  if (credentials.kind === "secret") {
   var pair = "".concat(encodeURIComponent(clientId), ":").concat(encodeURIComponent(credentials.secret()));
   return { headers: { Authorization: "Basic ".concat(ports.base64(pair)) }, form: "" };
  }
  var header2 = { alg: "RS256", typ: "JWT", kid: credentials.keyId };
  var signed = "".concat(jsonPart(ports, header2), ".").concat(jsonPart(ports, claims(ports, settings)));
  return {
   headers: {},
   form: "&client_id=".concat(encodeURIComponent(clientId)) + "&client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer" + "&client_assertion=".concat(signed, ".").concat(credentials.sign(signed))
  };
 }
 var ASSERTION_SECONDS = 300;
 function claims(_a, _b) {
  var now = _a.now, nonce2 = _a.nonce;
  var baseUrl = _b.baseUrl, clientId = _b.clientId;
  var at = Math.floor(now().getTime() / 1e3);
  return {
   iss: clientId,
   sub: clientId,
   // One of them has to be the domain (Oracle: Client/User JWT Assertion); older domains know the first.
   aud: ["https://identity.oraclecloud.com/", baseUrl, "".concat(baseUrl, "/")],
   iat: at,
   exp: at + ASSERTION_SECONDS,
   jti: nonce2()
  };
 }
 function jsonPart(_a, part) {
  var base64 = _a.base64;
  return base64(JSON.stringify(part)).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
 }

 // scripts-ts/oracle/call.ts
 var YOUNG_MS = 6e4;
 function authorised(ports, settings, method, path, body) {
  var refused = null;
  for (; ; ) {
   var result = accessToken(ports, settings, refused);
   if (result.kind === "failed")
    return { kind: "noToken", failure: result.failure };
   var answer3 = ports.transport.exchange(__assign({ method: method, url: "".concat(settings.baseUrl, "/admin/v1").concat(path), headers: {
    Authorization: "Bearer ".concat(result.token.value),
    "Content-Type": "application/scim+json",
    Accept: "application/scim+json, application/json"
   } }, body && { body: JSON.stringify(body) }));
   if (answer3.kind !== "answer" || refused !== null || !mayBeOfToken(answer3.status, result.token, ports))
    return answer3;
   refused = result.token;
  }
 }
 function mayBeOfToken(status, _a, _b) {
  var askedAt = _a.askedAt;
  var now = _b.now;
  return status === 401 || status === 403 && now().getTime() - askedAt >= YOUNG_MS;
 }

 // scripts-ts/oracle/clock.ts
 var SLACK_MS = 20;
 var DRIFT = 1e-4;
 function observe(known2, date, sentAt, receivedAt) {
  var second = date === null ? NaN : Date.parse(date);
  if (isNaN(second))
   return known2;
  var seen = { min: second - receivedAt - SLACK_MS, max: second + 1e3 - sentAt + SLACK_MS, at: receivedAt };
  if (known2 === null)
   return seen;
  var drift = Math.abs(receivedAt - known2.at) * DRIFT;
  var min = Math.max(seen.min, known2.min - drift);
  var max = Math.min(seen.max, known2.max + drift);
  return min <= max ? { min: min, max: max, at: receivedAt } : seen;
 }
 var UNKNOWN_MS = 3e4;
 function boundsOf(known2) {
  return known2 === null ? { min: -UNKNOWN_MS, max: UNKNOWN_MS } : { min: known2.min, max: known2.max };
 }
 function between(known2, from, to) {
  if (known2 === null)
   return null;
  return {
   from: new Date(Math.floor(from + known2.min)).toISOString(),
   to: new Date(Math.ceil(to + known2.max)).toISOString()
  };
 }

 // scripts-ts/oracle/users.ts
 function keyOf(_a, lookUp) {
  var userName = _a.userName, externalId = _a.externalId;
  return lookUp === "externalId" && externalId !== void 0 ? externalId : userName;
 }
 function searchBody(lookUp, key) {
  return {
   schemas: [SEARCH_REQUEST],
   filter: equals(lookUp, key),
   attributes: [
    "id",
    lookUp,
    "".concat(USER_EXTENSION, ":isFederatedUser"),
    "".concat(USER_EXTENSION, ":delegatedAuthenticationTargetApp")
   ],
   startIndex: 1,
   count: 2
  };
 }
 function matchOf(list2, lookUp, key) {
  var total2 = list2.totalResults;
  if (typeof total2 !== "number")
   return "unreadable";
  if (total2 === 0)
   return null;
  var resources = list2.Resources;
  if (!(resources instanceof Array))
   return "unreadable";
  var users = resources.filter(function(user2) {
   return isObject(user2) && isSame(lookUp, String(user2[lookUp]), key);
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
 function isSame(lookUp, one, other) {
  return lookUp === "userName" ? one.toLowerCase() === other.toLowerCase() : one === other;
 }
 var PLAIN = ["displayName", "nickName", "title", "userType", "preferredLanguage", "locale", "timezone"];
 var NAME = ["givenName", "middleName", "familyName", "honorificPrefix"];
 var AT_WORK = ["employeeNumber", "department", "organization", "costCenter"];
 function createBody(_a) {
  var _b, _c;
  var userName = _a.userName, externalId = _a.externalId, profile = _a.profile;
  var email = profile.email, mobile = profile.mobile, workPhone = profile.workPhone;
  var atWork = partOf(profile, AT_WORK);
  var phones = __spreadArray(__spreadArray([], mobile ? [{ value: mobile, type: "mobile" }] : [], true), workPhone ? [{ value: workPhone, type: "work" }] : [], true);
  return __assign(__assign(__assign(__assign(__assign(__assign(__assign({ schemas: __spreadArray([USER, USER_EXTENSION], atWork ? [ENTERPRISE] : [], true), userName: userName }, externalId !== void 0 && { externalId: externalId }), partOf(profile, PLAIN)), { name: __assign({ familyName: userName }, partOf(profile, NAME)) }), email && { emails: [{ value: email, type: "work", primary: true }] }), phones.length > 0 && { phoneNumbers: phones }), atWork && (_b = {}, _b[ENTERPRISE] = atWork, _b)), (_c = {}, _c[USER_EXTENSION] = { bypassNotification: true }, _c));
 }
 function partOf(profile, attributes) {
  var part = {};
  var isEmpty = true;
  for (var _i = 0, attributes_1 = attributes; _i < attributes_1.length; _i++) {
   var attribute = attributes_1[_i];
   var value = profile[attribute];
   if (!value)
    continue;
   part[attribute] = value;
   isEmpty = false;
  }
  return isEmpty ? null : part;
 }

 // scripts-ts/oracle/find.ts
 function find(ports, settings, ref, account) {
  var key = keyOf(account, settings.lookUp);
  var cached = ports.ids.read(ref, cacheKey(account, settings.lookUp));
  if (cached !== null)
   return { kind: "found", id: cached, from: "memory" };
  var called = authorised(ports, settings, "POST", "/Users/.search", searchBody(settings.lookUp, key));
  var body = objectOf(called, 200);
  var match = body === null ? "unreadable" : matchOf(body, settings.lookUp, key);
  if (match === "unreadable")
   return failure2("search", called);
  if (match === "several")
   return failed("unknownUser", "Oracle knows several users of that ".concat(settings.lookUp));
  if (match === null)
   return null;
  if (match.passwordElsewhere) {
   return failed("notApplicable", "Oracle keeps no password of this federated or delegated user");
  }
  ports.ids.write(ref, cacheKey(account, settings.lookUp), match.id);
  return { kind: "found", id: match.id, from: "search" };
 }
 function findOrCreate(ports, settings, ref, account) {
  var found = find(ports, settings, ref, account);
  if (found !== null)
   return found;
  if (!settings.provisioning) {
   return failed("unknownUser", "Oracle has no user of that ".concat(settings.lookUp, ", and provisioning is switched off"));
  }
  var called = authorised(ports, settings, "POST", "/Users", createBody(account));
  var body = objectOf(called, 201) || objectOf(called, 200);
  if (body !== null && typeof body.id === "string") {
   ports.ids.write(ref, cacheKey(account, settings.lookUp), body.id);
   return { kind: "found", id: body.id, from: "create" };
  }
  if (called.kind !== "answer" || called.status !== 409)
   return failure2("create", called);
  return find(ports, settings, ref, account) || failure2("create", called);
 }
 function cacheKey(account, lookUp) {
  return "".concat(lookUp, " ").concat(keyOf(account, lookUp));
 }
 function objectOf(called, status) {
  return called.kind === "answer" && called.status === status ? jsonObject(called) : null;
 }
 function failure2(operation, called, secret) {
  return { kind: "failed", failure: called.kind === "noToken" ? called.failure : classify(operation, called, secret) };
 }
 function failed(failureClass, reason) {
  return { kind: "failed", failure: { class: failureClass, reason: reason } };
 }

 // scripts-ts/oracle/last-set.ts
 function lastSetOf(ports, settings, ref, account) {
  var user = find(ports, settings, ref, account);
  if (user === null)
   return { kind: "noUser" };
  if (user.kind === "failed")
   return user;
  var called = authorised(ports, settings, "GET", "/Users/".concat(encodeURIComponent(user.id), "?attributes=").concat(STATE2));
  if (called.kind === "answer" && called.status === 404)
   return readAnew(ports, settings, ref, account, user);
  var body = objectOf(called, 200);
  if (body === null || called.kind !== "answer")
   return failure2("read", called);
  var state2 = body[PASSWORD_STATE];
  var date = isObject(state2) ? state2.lastSuccessfulSetDate : void 0;
  var ahead = boundsOf(ports.clock.read());
  if (typeof date !== "string")
   return { kind: "known", at: null, ahead: ahead };
  var at = timeOf2(date);
  if (at === null) {
   var reason = "read: Oracle tells a time that can't be read: ".concat(date.slice(0, 40));
   return { kind: "failed", failure: { class: "transient", reason: reason } };
  }
  if (!isWhole(at))
   return { kind: "known", at: at, ahead: ahead };
  var latest2 = new Date(Date.parse(at) + REST_OF_SECOND).toISOString();
  return { kind: "known", at: at, latest: latest2, ahead: __assign(__assign({}, ahead), { min: ahead.min - REST_OF_SECOND }) };
 }
 var REST_OF_SECOND = 999;
 var STATE2 = encodeURIComponent(PASSWORD_STATE);
 function readAnew(ports, settings, ref, account, user) {
  ports.ids.drop(ref);
  return user.from === "memory" ? lastSetOf(ports, settings, ref, account) : { kind: "noUser" };
 }
 function timeOf2(date) {
  var milliseconds = Date.parse(date.replace(/\.(\d+)/, function(_fraction, digits) {
   return ".".concat("".concat(digits, "00").slice(0, 3));
  }));
  return isNaN(milliseconds) ? null : new Date(milliseconds).toISOString();
 }
 function isWhole(at) {
  return at.slice(-5) === ".000Z";
 }

 // scripts-ts/oracle/password.ts
 var HASH_LIKE = /^\{([A-Za-z][A-Za-z0-9._-]*\}|S?SHA|S?MD5|PBKDF2|B?CRYPT)/i;
 var LONE_SURROGATE = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(^|[^\uD800-\uDBFF])[\uDC00-\uDFFF]/;
 function objectionTo2(password) {
  if (HASH_LIKE.test(password))
   return "the password begins like a hash in braces, which Oracle might take for one";
  if (LONE_SURROGATE.test(password))
   return "the password holds half a character, which UTF-8 can not say";
  return null;
 }
 function passwordRequest(way, id, password) {
  if (way === "changer") {
   return {
    method: "PUT",
    path: "/UserPasswordChanger/".concat(encodeURIComponent(id)),
    body: { schemas: [USER_PASSWORD_CHANGER], password: password, bypassNotification: true }
   };
  }
  return {
   method: "PATCH",
   path: "/Users/".concat(encodeURIComponent(id)),
   body: { schemas: [PATCH_OP], Operations: [{ op: "replace", path: "password", value: password }] }
  };
 }

 // scripts-ts/oracle/limiter.ts
 var SECOND = 1001;
 var MINUTE = 60060;
 var POLL_MS = 20;
 var UNDER_WAY = 0;
 var ENDED = 1;
 var RING = 2;
 function cellsFor(_a) {
  var perMinute = _a.perMinute;
  return RING + perMinute;
 }
 function enter(cells, limit2, now) {
  var free = Math.max(untilFree(cells, limit2, limit2.perSecond, SECOND), untilFree(cells, limit2, limit2.perMinute, MINUTE));
  if (free > now)
   return free === Infinity ? POLL_MS : free - now;
  cells.set(UNDER_WAY, cells.get(UNDER_WAY) + 1);
  return 0;
 }
 function leave(cells, limit2, now, wasSent) {
  cells.set(UNDER_WAY, cells.get(UNDER_WAY) - 1);
  if (!wasSent)
   return;
  var ended = cells.get(ENDED);
  cells.set(RING + ended % limit2.perMinute, Math.ceil(now));
  cells.set(ENDED, ended + 1);
 }
 function taken(cells, limit2, now) {
  var ended = cells.get(ENDED);
  var recent = 0;
  while (recent < Math.min(ended, limit2.perMinute) && endOf(cells, limit2, ended - 1 - recent) + MINUTE > now)
   recent++;
  return cells.get(UNDER_WAY) + recent;
 }
 function untilFree(cells, limit2, places, window) {
  var left = places - cells.get(UNDER_WAY);
  if (left <= 0)
   return Infinity;
  var oldest = cells.get(ENDED) - left;
  return oldest < 0 ? -Infinity : endOf(cells, limit2, oldest) + window;
 }
 function endOf(cells, limit2, index) {
  return cells.get(RING + index % limit2.perMinute);
 }
 function limited(transport, ports, limits, patience) {
  return {
   exchange: function(request2) {
    var group = groupOf(request2.url);
    var limit2 = limits[group];
    var meter = ports.meter(group);
    for (; ; ) {
     var wait2 = meter.exclusively(function(cells) {
      return enter(cells, limit2, ports.elapsed());
     });
     if (wait2 === 0)
      break;
     if (wait2 > Math.min(patience(), ports.longestPauseMs)) {
      var reason = "the limit of ".concat(limit2.perSecond, " requests a second and ").concat(limit2.perMinute, " a minute is reached");
      return { kind: "limited", reason: reason, freeAfterMs: wait2 };
     }
     ports.pause(wait2);
    }
    var wasSent = true;
    try {
     var result = transport.exchange(request2);
     wasSent = result.kind !== "unsent";
     return result;
    } finally {
     meter.exclusively(function(cells) {
      return leave(cells, limit2, ports.elapsed(), wasSent);
     });
    }
   }
  };
 }

 // scripts-ts/oracle/timely.ts
 function timely(ports, limits, _a) {
  var begin = _a.begin, end = _a.end;
  var lastSentAt = 0;
  var patience = function() {
   return begin.getTime() - ports.now().getTime();
  };
  var exact = {
   exchange: function(request2) {
    var sentAt = ports.now().getTime();
    var timeoutMs = end.getTime() - sentAt;
    if (sentAt > begin.getTime() || timeoutMs <= 0) {
     return { kind: "unsent", reason: "there is no time left for another request", configuration: false };
    }
    lastSentAt = sentAt;
    var result = ports.transport.exchange(__assign(__assign({}, request2), { timeoutMs: timeoutMs }));
    if (result.kind === "answer") {
     var ahead = observe(ports.clock.read(), result.date, sentAt, ports.now().getTime());
     if (ahead !== null)
      ports.clock.write(ahead);
    }
    return result;
   }
  };
  var transport = limited(exact, ports.limiter, limits, patience);
  return __assign(__assign({}, ports), { patience: patience, transport: transport, lastSentAt: function() {
   return lastSentAt;
  } });
 }

 // scripts-ts/oracle/client.ts
 function oracleTarget(everPorts, settings) {
  return {
   setPassword: function(ref, account, password, window) {
    var objection2 = objectionTo2(password);
    if (objection2 !== null)
     return failed("rejected", objection2);
    var ports = timely(everPorts, settings.limits, window);
    var user = findOrCreate(ports, settings, ref, account);
    if (user.kind === "failed")
     return user;
    var _a = passwordRequest(settings.passwordRequest, user.id, password), method = _a.method, path = _a.path, body = _a.body;
    var called = authorised(ports, settings, method, path, body);
    if (called.kind === "answer" && (called.status === 204 || objectOf(called, 200) !== null)) {
     var requestId = called.requestId;
     var set = between(ports.clock.read(), ports.lastSentAt(), ports.now().getTime());
     return __assign(__assign({ kind: "delivered", provisioned: user.from === "create" }, requestId !== null && { requestId: requestId }), set !== null && { set: set });
    }
    var refused = failure2("password", called, password);
    if (refused.failure.class !== "unknownUser") {
     return called.kind !== "noToken" && isUnanswered(called) ? __assign(__assign({}, refused), { unanswered: true }) : refused;
    }
    ports.ids.drop(ref);
    return { kind: "failed", failure: __assign(__assign({}, refused.failure), { class: "transient" }) };
   },
   lastSet: function(ref, account, window) {
    var ports = timely(everPorts, settings.limits, window);
    return lastSetOf(ports, settings, ref, account);
   }
  };
 }

 // scripts-ts/idm/base64.ts
 var ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
 function base64Of(text2) {
  var bytes = utf8Bytes(text2);
  var encoded = "";
  var _loop_1 = function(at2) {
   var _a = bytes.slice(at2, at2 + 3), _b = _a[0], first = _b === void 0 ? 0 : _b, _c = _a[1], second = _c === void 0 ? 0 : _c, _d = _a[2], third = _d === void 0 ? 0 : _d;
   var bits = first << 16 | second << 8 | third;
   var whole2 = [18, 12, 6, 0].map(function(shift) {
    return ALPHABET.charAt(bits >> shift & 63);
   }).join("");
   var missing = Math.max(0, at2 + 3 - bytes.length);
   encoded += whole2.slice(0, 4 - missing) + "==".slice(0, missing);
  };
  for (var at = 0; at < bytes.length; at += 3) {
   _loop_1(at);
  }
  return encoded;
 }
 function base64Bytes(base64) {
  var bytes = "";
  var bits = 0;
  var held2 = 0;
  for (var index = 0; index < base64.length; index++) {
   var value = ALPHABET.indexOf(base64.charAt(index));
   if (value < 0)
    continue;
   bits = (bits & 255) << 6 | value;
   held2 += 6;
   if (held2 < 8)
    continue;
   held2 -= 8;
   bytes += String.fromCharCode(bits >> held2 & 255);
  }
  return bytes;
 }

 // scripts-ts/idm/transport/files.ts
 function projectFile(name) {
  return file(String(identityServer.getProjectLocation()), name);
 }
 function installedFile(name) {
  return file(String(identityServer.getInstallLocation()), name);
 }
 function file(folder, name) {
  var File = jdk().io.File;
  var named2 = new File(name);
  return named2.isAbsolute() ? named2 : new File(folder, name);
 }
 function stampOf(of) {
  return "".concat(String(of.getPath()), " ").concat(Number(of.lastModified()), " ").concat(Number(of.length()));
 }
 function bytesOf3(setting, of) {
  try {
   return jdk().nio.file.Files.readAllBytes(of.toPath());
  } catch (caught) {
   throw wrong(setting, of, "can't be read (".concat(className(caught), ")"));
  }
 }
 function textOf(setting, of) {
  var bytes = bytesOf3(setting, of);
  return String(new (jdk()).lang.String(bytes, jdk().nio.charset.StandardCharsets.UTF_8));
 }
 function keystoreOf(setting, _a) {
  var name = _a.file, type = _a.type, password = _a.password;
  var from = projectFile(name);
  var characters = new (jdk()).lang.String(reveal(password)).toCharArray();
  return { store: loaded(setting, from, type, characters), file: from, password: characters };
 }
 function loaded(setting, from, type, password) {
  var bytes = bytesOf3(setting, from);
  try {
   var store = jdk().security.KeyStore.getInstance(type);
   store.load(new (jdk()).io.ByteArrayInputStream(bytes), password);
   return store;
  } catch (caught) {
   throw wrong(setting, from, "can't be opened as ".concat(type, " with its password (").concat(className(caught), ")"));
  }
 }
 function wrong(setting, of, what) {
  return { code: 500, message: "".concat(setting, ": ").concat(String(of.getPath()), " ").concat(what) };
 }

 // scripts-ts/idm/signing.ts
 function signatureOf(assertion, text2) {
  var signature = jdk().security.Signature.getInstance("SHA256withRSA");
  signature.initSign(privateKey(assertion));
  signature.update(utf8(text2));
  return String(jdk().util.Base64.getUrlEncoder().withoutPadding().encodeToString(signature.sign()));
 }
 function privateKey(_a) {
  var pemFile = _a.pemFile, keystore = _a.keystore;
  return keystore === void 0 ? keyOfPem(String(pemFile)) : keyOfKeystore(keystore);
 }
 var KEYSTORE = "idcs.assertion.keystore";
 function keyOfKeystore(settings) {
  var _a = keystoreOf(KEYSTORE, settings), store = _a.store, file2 = _a.file, password = _a.password;
  var key;
  try {
   key = store.getKey(settings.alias, password);
  } catch (caught) {
   throw wrong(KEYSTORE, file2, 'has a key "'.concat(settings.alias, '" of another password (').concat(className(caught), ")"));
  }
  if (key === null)
   throw wrong(KEYSTORE, file2, 'has no key "'.concat(settings.alias, '"'));
  if (String(key.getAlgorithm()) !== "RSA")
   throw wrong(KEYSTORE, file2, 'has a key "'.concat(settings.alias, '" that is no RSA key'));
  return key;
 }
 var PEM_FILE = "idcs.assertion.pemFile";
 function keyOfPem(name) {
  var file2 = projectFile(name);
  var text2 = textOf(PEM_FILE, file2);
  var found = /-----BEGIN (RSA |ENCRYPTED )?PRIVATE KEY-----([\s\S]+?)-----END/.exec(text2);
  if (!found)
   throw wrong(PEM_FILE, file2, "holds no private key (BEGIN PRIVATE KEY)");
  var kind = found[1], body = found[2];
  if (kind === "ENCRYPTED " || /ENCRYPTED/.test(String(body))) {
   throw wrong(PEM_FILE, file2, "is encrypted: store the key without a password, or in a keystore");
  }
  try {
   var der_1 = jdk().util.Base64.getMimeDecoder().decode(String(body));
   var _a = jdk().security, KeyFactory = _a.KeyFactory, spec = _a.spec;
   var pkcs8 = kind === "RSA " ? wrapped(der_1) : der_1;
   return KeyFactory.getInstance("RSA").generatePrivate(new spec.PKCS8EncodedKeySpec(pkcs8));
  } catch (caught) {
   throw wrong(PEM_FILE, file2, "holds no RSA key, or a damaged one (".concat(className(caught), ")"));
  }
 }
 var RSA_PREFIX = "020100300d06092a864886f70d0101010500";
 function wrapped(pkcs1) {
  var BigInteger = jdk().math.BigInteger;
  var key = String(new BigInteger(1, pkcs1).toString(16));
  return new BigInteger(der("30", RSA_PREFIX + der("04", key)), 16).toByteArray();
 }
 function der(tag, content) {
  var bytes = (content.length / 2).toString(16);
  var even = bytes.length % 2 === 0 ? bytes : "0".concat(bytes);
  var isShort = content.length / 2 < 128;
  var length = isShort ? even : "".concat((128 + even.length / 2).toString(16)).concat(even);
  return tag + length + content;
 }

 // scripts-ts/idm/credentials.ts
 function credentialsOf(_a) {
  var clientSecret = _a.clientSecret, assertion = _a.assertion;
  if (assertion !== void 0) {
   return { kind: "assertion", keyId: assertion.keyId, sign: function(text2) {
    return signatureOf(assertion, text2);
   } };
  }
  return { kind: "secret", secret: function() {
   return reveal(String(clientSecret));
  } };
 }

 // scripts-ts/idm/gate.ts
 function gateTo(baseUrl) {
  var reference = once("gate ".concat(baseUrl), function() {
   return hasJava() ? new (jdk()).util.concurrent.atomic.AtomicReference(OPEN_TEXT) : localReference(OPEN_TEXT);
  });
  return {
   read: function() {
    return JSON.parse(String(reference.get()));
   },
   swap: function(from, to) {
    return swapped(reference, JSON.stringify(from), JSON.stringify(to));
   }
  };
 }
 var OPEN_TEXT = JSON.stringify(OPEN);
 function swapped(reference, from, to) {
  var current2 = reference.get();
  return String(current2) === from && reference.compareAndSet(current2, to);
 }

 // scripts-ts/idm/transport/text.ts
 function asciiJson(json) {
  return json.replace(/[\u0080-\uffff]/g, function(unit) {
   return "\\u".concat("000".concat(unit.charCodeAt(0).toString(16)).slice(-4));
  });
 }
 function utf8Text(bytes) {
  try {
   return decodeURIComponent(bytes.replace(/[%\u0080-\u00ff]/g, function(byte) {
    return "%".concat(byte.charCodeAt(0).toString(16));
   }));
  } catch (_notUtf8) {
   return bytes;
  }
 }

 // scripts-ts/idm/transport/external-rest.ts
 function externalRestTransport() {
  return {
   exchange: function(_a) {
    var method = _a.method, url = _a.url, headers = _a.headers, body = _a.body;
    var call = __assign({ url: url, method: method, headers: headers, forceWrap: true }, body !== void 0 && { body: asciiBody(headers, body) });
    try {
     return answer(copy(idm().action("external/rest", "call", call)));
    } catch (caught) {
     return failureOf(caught);
    }
   }
  };
 }
 function asciiBody(headers, body) {
  for (var name in headers) {
   if (name.toLowerCase() === "content-type" && !/[/+]json/i.test(String(headers[name])))
    return body;
  }
  return asciiJson(body);
 }
 function answer(_a) {
  var headers = _a.headers, body = _a.body, base64 = _a.base64;
  var contentType = header(headers, "Content-Type") || "";
  var bytes = base64 === true ? base64Bytes(body) : body;
  var text2 = base64 === true || !/charset=/i.test(contentType) ? utf8Text(bytes) : body;
  return {
   kind: "answer",
   // Which 2xx it was is hidden: of the two that Oracle gives to what we ask, one has no body.
   status: text2 === "" ? 204 : 200,
   body: text2,
   contentType: contentType,
   date: header(headers, "Date"),
   requestId: header(headers, "opc-request-id") || header(headers, "X-ORACLE-DMS-ECID")
  };
 }
 function header(headers, wanted) {
  for (var name in headers) {
   if (name.toLowerCase() !== wanted.toLowerCase())
    continue;
   var values = headers[name];
   var first = values instanceof Array ? values[0] : values;
   return first === void 0 || first === null ? null : String(first);
  }
  return null;
 }
 function failureOf(caught) {
  var code = codeOf(caught);
  var reason = describe(caught);
  if (isOwnWord(code, reason))
   return { kind: "unsent", reason: reason, configuration: true };
  if (code === null)
   return { kind: "unanswered", reason: reason };
  if (code === 502)
   return { kind: "unanswered", reason: "external/rest: HTTP 502, or no answer" };
  return { kind: "answer", status: code, body: "", contentType: "", date: null, requestId: null };
 }
 function isOwnWord(code, reason) {
  return code === 404 && /external\/rest/.test(reason) || code === 400 && /Invalid action call/.test(reason);
 }

 // scripts-ts/idm/transport/trust.ts
 function sslContextOf(tls) {
  if (tls.trust === "jvm" && tls.clientKeystore === void 0)
   return null;
  var context = jdkx().net.ssl.SSLContext.getInstance("TLS");
  context.init(keyManagers(tls), tls.trust === "jvm" ? null : trustManagers(trustStore(tls)), null);
  return context;
 }
 function filesOf(_a) {
  var trust = _a.trust, trustFile = _a.trustFile, clientKeystore = _a.clientKeystore;
  var files = [];
  if (trust === "idm")
   files.push(idmTruststore().file);
  if (trust === "pem")
   files.push(projectFile(String(trustFile)));
  if (clientKeystore !== void 0)
   files.push(projectFile(clientKeystore.file));
  return files;
 }
 function trustManagers(store) {
  var TrustManagerFactory = jdkx().net.ssl.TrustManagerFactory;
  var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
  factory.init(store);
  return factory.getTrustManagers();
 }
 function keyManagers(_a) {
  var clientKeystore = _a.clientKeystore;
  if (clientKeystore === void 0)
   return null;
  var KeyManagerFactory = jdkx().net.ssl.KeyManagerFactory;
  var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
  var _b = keystoreOf("idcs.tls.clientKeystore", clientKeystore), store = _b.store, file2 = _b.file, password = _b.password;
  try {
   factory.init(store, password);
  } catch (caught) {
   throw wrong("idcs.tls.clientKeystore", file2, "has a key of another password (".concat(className(caught), ")"));
  }
  return factory.getKeyManagers();
 }
 function trustStore(_a) {
  var trust = _a.trust, trustFile = _a.trustFile;
  return trust === "idm" ? storeOfIdm() : storeOfPem(projectFile(String(trustFile)));
 }
 var CERTIFICATE = /-----BEGIN CERTIFICATE-----([\s\S]+?)-----END/;
 function storeOfPem(file2) {
  var text2 = textOf("idcs.tls.trustFile", file2);
  var _a = jdk().security, KeyStore = _a.KeyStore, cert = _a.cert;
  var store = KeyStore.getInstance("PKCS12");
  store.load(null, null);
  var factory = cert.CertificateFactory.getInstance("X.509");
  var pattern = new RegExp(CERTIFICATE.source, "g");
  for (var found = pattern.exec(text2); found !== null; found = pattern.exec(text2)) {
   var index = Number(store.size());
   try {
    var bytes = jdk().util.Base64.getMimeDecoder().decode(String(found[1]));
    var certificate = factory.generateCertificate(new (jdk()).io.ByteArrayInputStream(bytes));
    store.setCertificateEntry(String(index), certificate);
   } catch (caught) {
    throw wrong("idcs.tls.trustFile", file2, "has a damaged certificate, number ".concat(index + 1, " (").concat(className(caught), ")"));
   }
  }
  if (Number(store.size()) === 0)
   throw wrong("idcs.tls.trustFile", file2, "holds no certificate (BEGIN CERTIFICATE)");
  return store;
 }
 var IDM_SETTING = 'idcs.tls.trust "idm"';
 function idmTruststore() {
  var own2 = property("openidm.truststore.location");
  var prefix = own2 ? "openidm.truststore" : "openidm.keystore";
  var location = property("".concat(prefix, ".location"));
  if (!location)
   throw { code: 500, message: "".concat(IDM_SETTING, ": IDM has no property openidm.truststore.location") };
  return {
   file: installedFile(location),
   type: property("".concat(prefix, ".type")) || String(jdk().security.KeyStore.getDefaultType()),
   password: property("".concat(prefix, ".password"))
  };
 }
 function storeOfIdm() {
  var _a = idmTruststore(), file2 = _a.file, type = _a.type, password = _a.password;
  var clear = unfolded(file2, password);
  var store = loaded(IDM_SETTING, file2, type, clear === null ? null : new (jdk()).lang.String(clear).toCharArray());
  if (Number(store.size()) === 0)
   throw wrong(IDM_SETTING, file2, "holds no certificate that can be read");
  return store;
 }
 function unfolded(file2, password) {
  if (password === null || !/^(OBF|CRYPT):/.test(password))
   return password;
  var ofJvm = function(name) {
   var value = jdk().lang.System.getProperty("javax.net.ssl.trustStore".concat(name));
   return value === null ? null : String(value);
  };
  return ofJvm("") === String(file2.getPath()) ? ofJvm("Password") : null;
 }

 // scripts-ts/idm/transport/client.ts
 var MAX_CLIENTS = 8;
 var PREFIX = "http client ";
 function httpClient(idcs) {
  var connectTimeoutSeconds = idcs.connectTimeoutSeconds, tls = idcs.tls, proxy = idcs.proxy;
  var parts = [
   connectTimeoutSeconds,
   tls.trust,
   filesOf(tls).map(stampOf),
   tls.clientKeystore ? tls.clientKeystore.type : null,
   proxy ? "".concat(proxy.host, ":").concat(proxy.port) : null
  ];
  return once(PREFIX + JSON.stringify(parts), function() {
   var known2 = named(PREFIX);
   if (known2.length >= MAX_CLIENTS)
    known2.forEach(function(_a) {
     var name = _a.name;
     return forget(name);
    });
   return build(idcs);
  });
 }
 function build(_a) {
  var connectTimeoutSeconds = _a.connectTimeoutSeconds, tls = _a.tls, proxy = _a.proxy;
  var _b = jdk().net, http = _b.http, InetSocketAddress = _b.InetSocketAddress, ProxySelector = _b.ProxySelector;
  var builder = http.HttpClient.newBuilder().version(http.HttpClient.Version.HTTP_1_1).followRedirects(http.HttpClient.Redirect.NEVER).connectTimeout(jdk().time.Duration.ofSeconds(connectTimeoutSeconds));
  if (proxy !== void 0)
   builder.proxy(ProxySelector.of(InetSocketAddress.createUnresolved(proxy.host, proxy.port)));
  var context = sslContextOf(tls);
  if (context !== null)
   builder.sslContext(context);
  return builder.build();
 }

 // scripts-ts/idm/transport/failures.ts
 var UNSENT = /^(ConnectException|HttpConnectTimeoutException|UnresolvedAddressException|UnknownHostException|NoRouteToHostException)$/;
 var CONFIGURATION = /^(SSLHandshake|SSLPeerUnverified|CertPath\w*|Certificate\w*|IllegalArgument)Exception$/;
 var HUNG_UP = /^SSLHandshakeException: Remote host terminated the handshake/;
 var TUNNEL = /^IOException: Tunnel failed, got: (\d+)/;
 function failureOf2(caught) {
  var name = className(caught);
  if (name === "")
   throw caught;
  var reason = name === "IllegalArgumentException" ? name : describe(caught);
  var tunnel = TUNNEL.exec(reason);
  if (tunnel)
   return { kind: "unsent", reason: tunnelReason(Number(tunnel[1])), configuration: Number(tunnel[1]) < 500 };
  if (HUNG_UP.test(reason))
   return { kind: "unsent", reason: reason, configuration: false };
  if (CONFIGURATION.test(name))
   return { kind: "unsent", reason: reason, configuration: true };
  if (UNSENT.test(name))
   return { kind: "unsent", reason: reason, configuration: false };
  return { kind: "unanswered", reason: reason };
 }
 function tunnelReason(status) {
  return "the proxy gave no tunnel: HTTP ".concat(status);
 }

 // scripts-ts/idm/transport/proxy.ts
 function proxyHeaders(proxy) {
  if (proxy === void 0 || proxy.user === void 0)
   return {};
  var password = proxy.password === void 0 ? "" : reveal(proxy.password);
  return { "Proxy-Authorization": "Basic ".concat(base64Of("".concat(proxy.user, ":").concat(password))) };
 }
 var WITHHELD = "jdk.http.auth.tunneling.disabledSchemes";
 function refusedByProxy(proxy, url) {
  var reason = function() {
   if (proxy === void 0)
    return "the proxy of this JVM asks for a user, and idcs.proxy names none";
   var which = "the proxy ".concat(proxy.host, ":").concat(proxy.port);
   if (proxy.user === void 0)
    return "".concat(which, " asks for a user, and idcs.proxy.user names none");
   if (/^https:/.test(url) && isWithheld()) {
    return "".concat(which, ' asks for a user, and this JVM sends none for https: write the line "').concat(WITHHELD, '=" ') + "into conf/system.properties, or start IDM with -D".concat(WITHHELD, "=");
   }
   return "".concat(which, " refuses idcs.proxy.user or its password");
  };
  return { kind: "unsent", reason: "HTTP 407: ".concat(reason()), configuration: true };
 }
 function isWithheld() {
  var schemes = jdk().lang.System.getProperty(WITHHELD);
  return schemes === null || /(^|,)\s*basic\s*(,|$)/i.test(String(schemes));
 }

 // scripts-ts/idm/transport/java.ts
 function javaTransport(idcs) {
  return {
   exchange: function(request2) {
    var client;
    var headers;
    try {
     client = httpClient(idcs);
     headers = __assign(__assign({}, request2.headers), proxyHeaders(idcs.proxy));
    } catch (caught) {
     return { kind: "unsent", reason: describe(caught), configuration: true };
    }
    try {
     var response = exchanged(client, __assign(__assign({}, request2), { headers: headers }), deadlineMs(idcs, request2));
     return Number(response.statusCode()) === 407 ? refusedByProxy(idcs.proxy, request2.url) : answer2(response);
    } catch (caught) {
     return failureOf2(caught);
    }
   }
  };
 }
 function deadlineMs(_a, _b) {
  var requestTimeoutSeconds = _a.requestTimeoutSeconds;
  var timeoutMs = _b.timeoutMs;
  return Math.min(requestTimeoutSeconds * 1e3, timeoutMs === void 0 ? Infinity : timeoutMs);
 }
 function exchanged(client, _a, milliseconds) {
  var method = _a.method, url = _a.url, headers = _a.headers, body = _a.body;
  var _b = jdk().net.http, Request = _b.HttpRequest, HttpResponse = _b.HttpResponse;
  var charset = jdk().nio.charset.StandardCharsets.UTF_8;
  var publishers = Request.BodyPublishers;
  var builder = Request.newBuilder().uri(jdk().net.URI.create(url)).timeout(jdk().time.Duration.ofMillis(milliseconds)).method(method, body === void 0 ? publishers.noBody() : publishers.ofString(body, charset));
  for (var name in headers)
   builder.header(name, String(headers[name]));
  var future = client.sendAsync(builder.build(), HttpResponse.BodyHandlers.ofString(charset));
  try {
   return future.get(milliseconds, jdk().util.concurrent.TimeUnit.MILLISECONDS);
  } finally {
   future.cancel(true);
  }
 }
 function answer2(response) {
  var header2 = function(name) {
   var value = response.headers().firstValue(name).orElse(null);
   return value === null ? null : String(value);
  };
  return {
   kind: "answer",
   status: Number(response.statusCode()),
   body: String(response.body()),
   contentType: header2("Content-Type") || "",
   date: header2("Date"),
   requestId: header2("opc-request-id") || header2("X-ORACLE-DMS-ECID")
  };
 }

 // scripts-ts/idm/http.ts
 function transportOf(idcs) {
  return idcs.transport === "externalRest" ? externalRestTransport() : javaTransport(idcs);
 }

 // scripts-ts/idm/limiter.ts
 function limiterFor(baseUrl, limits) {
  return {
   meter: function(group) {
    return meterOf(baseUrl, group, limits);
   },
   elapsed: elapsed,
   pause: pause,
   longestPauseMs: hasJava() ? Infinity : LONGEST_SPIN_MS
  };
 }
 var LONGEST_SPIN_MS = 1100;
 function pause(milliseconds) {
  if (hasJava())
   return jdk().lang.Thread.sleep(Math.ceil(milliseconds));
  var end = elapsed() + milliseconds;
  while (elapsed() < end)
   ;
 }
 function elapsed() {
  return hasJava() ? Number(jdk().lang.System.nanoTime()) / 1e6 : (/* @__PURE__ */ new Date()).getTime();
 }
 function meterOf(baseUrl, group, limits) {
  var limit2 = limits[group];
  var name = "".concat(baseUrl, " ").concat(group, " ").concat(limit2.perSecond, "/").concat(limit2.perMinute);
  var numbers = once("meter ".concat(name), function() {
   return hasJava() ? new (jdk()).util.concurrent.atomic.AtomicLongArray(cellsFor(limit2)) : localNumbers();
  });
  var lock = lockOf("meter ".concat(name));
  var cells = {
   get: function(index) {
    return Number(numbers.get(index));
   },
   set: function(index, value) {
    return numbers.set(index, value);
   }
  };
  return {
   exclusively: function(run2) {
    lock.lock();
    try {
     return run2(cells);
    } finally {
     lock.unlock();
    }
   }
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
    return ids.removeWhere(function(key) {
     return key.indexOf(prefix(ref)) === 0;
    });
   }
  };
 }

 // scripts-ts/idm/report.ts
 function reporter(_a) {
  var target = _a.target, topic = _a.audit.topic;
  return function(outcome) {
   var _a2 = outcome.ref, object = _a2.object, id = _a2.id;
   var user = "managed/".concat(object, "/").concat(id);
   var line = "idcs-password-sync: ".concat(user, ": ").concat(wordsOf2(outcome));
   switch (outcome.kind) {
    case "delivered":
     countSync("success");
     observeDuration(outcome.seconds);
     log().info(line);
     break;
    case "escalated":
     countEscalation();
     log().error(line);
     break;
    case "failed":
    case "parked":
    case "expired":
     countSync("failure");
     log().warn(line);
     break;
   }
   audit(topic, target, user, outcome);
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
   case "escalated":
    return "the last attempt is spent, somebody has to look: ".concat(failureWords(outcome.failure));
   case "expired":
    return "closed without a delivery: ".concat(outcome.reason);
  }
 }
 function failureWords(failure3) {
  var request2 = failure3.requestId === void 0 ? "" : ", Oracle's request ".concat(failure3.requestId);
  return "".concat(failure3.class, ": ").concat(failure3.reason).concat(request2);
 }
 function audit(topic, target, user, outcome) {
  try {
   idm().create("audit/".concat(topic), null, {
    transactionId: "idcs-password-sync-".concat(nonce()),
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

 // scripts-ts/idm/mapping.ts
 var PLACE = /\{([A-Za-z_][A-Za-z0-9_-]*)\}/g;
 function mapped(user, mapping) {
  if (mapping.indexOf("{") < 0)
   return textOf2(user[mapping]);
  var isWhole2 = true;
  var made = mapping.replace(PLACE, function(_place, property2) {
   var value = textOf2(user[property2]);
   if (value === null)
    isWhole2 = false;
   return value || "";
  });
  return isWhole2 ? made : null;
 }
 function textOf2(value) {
  if (typeof value === "number")
   return String(value);
  return typeof value === "string" && value !== "" ? value : null;
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
     return {
      kind: "found",
      account: accountOf(stored2, settings),
      revision: String(stored2._rev),
      password: storedPassword(read[settings.user.password])
     };
    } catch (caught) {
     return { kind: "unknown", reason: describe(caught) };
    }
   },
   findId: function(object, userName) {
    if (userName === "")
     return { kind: "unknown" };
    try {
     var key = settings.user.key;
     var params = { _queryFilter: "".concat(key, " eq ").concat(JSON.stringify(userName)), _pageSize: 2, _sortKeys: key };
     var found = copy(idm().query("repo/managed/".concat(object), params, ["_id"]).result);
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
 function accountOf(stored2, _a) {
  var user = _a.user, provisioning = _a.provisioning;
  var userName = mapped(stored2, user.userName);
  if (userName === null)
   return { unnamed: "the user lacks what makes the user name: ".concat(user.userName) };
  var account = { userName: userName, profile: profileOf(stored2, provisioning.attributes) };
  if (user.lookUp !== "externalId")
   return account;
  var externalId = mapped(stored2, user.externalId);
  return externalId === null ? { unnamed: "the user lacks what makes the externalId: ".concat(user.externalId) } : __assign(__assign({}, account), { externalId: externalId });
 }
 function profileOf(stored2, attributes) {
  var profile = {};
  for (var oracleAttribute in attributes) {
   var value = mapped(stored2, String(attributes[oracleAttribute]));
   if (value !== null)
    profile[oracleAttribute] = value;
  }
  return profile;
 }

 // scripts-ts/idm/ports.ts
 function portsOf(settings) {
  return __assign(__assign(__assign(__assign({}, hookPorts(settings)), { random: Math.random }), hasJava() && { pause: pause }), { users: storedUsers(settings), target: targetOf(settings), gate: gateTo(settings.idcs.baseUrl), report: reporter(settings) });
 }
 var MAX_DOMAINS = 16;
 function targetOf(settings) {
  var wrong2 = objection(settings);
  if (wrong2 !== null)
   return unusable(wrong2);
  try {
   return oracle(settings, reveal(settings.idcs.clientId));
  } catch (caught) {
   return unusable("idcs.clientId can't be decrypted: ".concat(describe(caught)));
  }
 }
 function oracle(settings, clientId) {
  var idcs = settings.idcs;
  var limits = limitsOf(idcs.rate);
  var tokens = sharedStrings("tokens", MAX_DOMAINS);
  var clocks = sharedStrings("clocks", MAX_DOMAINS);
  var tokenKey = [idcs.baseUrl, idcs.clientId, idcs.scope].join(" ");
  return oracleTarget({
   now: function() {
    return /* @__PURE__ */ new Date();
   },
   transport: transportOf(idcs),
   credentials: credentialsOf(idcs),
   nonce: nonce,
   describe: describe,
   base64: base64Of,
   store: {
    read: function() {
     var known2 = tokens.get(tokenKey);
     return known2 === null ? null : JSON.parse(known2);
    },
    write: function(token) {
     return tokens.put(tokenKey, JSON.stringify(token));
    },
    exclusively: function(refresh, patienceMs) {
     return locked("token ".concat(tokenKey), patienceMs, refresh);
    }
   },
   ids: oracleIds(idcs.baseUrl),
   limiter: limiterFor(idcs.baseUrl, limits),
   clock: {
    read: function() {
     var known2 = clocks.get(idcs.baseUrl);
     return known2 === null ? null : JSON.parse(known2);
    },
    write: function(ahead) {
     return clocks.put(idcs.baseUrl, JSON.stringify(ahead));
    }
   }
  }, __assign(__assign({}, idcs), { clientId: clientId, lookUp: settings.user.lookUp, provisioning: settings.provisioning.enabled, limits: limits }));
 }
 function unusable(reason) {
  var failed2 = { kind: "failed", failure: { class: "configuration", reason: reason } };
  return { setPassword: function() {
   return failed2;
  }, lastSet: function() {
   return failed2;
  } };
 }
 function locked(name, patienceMs, run2) {
  var lock = lockOf(name);
  var unit = hasJava() ? jdk().util.concurrent.TimeUnit.MILLISECONDS : null;
  if (!lock.tryLock(Math.max(0, Math.floor(patienceMs)), unit))
   return null;
  try {
   return run2();
  } finally {
   lock.unlock();
  }
 }

 // scripts-ts/idm/drain.ts
 var BUDGET_SECONDS = 50;
 function drainNow(settings, which) {
  var note = function(last) {
   if (which === "due")
    lastRuns().put(which, JSON.stringify(last));
  };
  var at = (/* @__PURE__ */ new Date()).toISOString();
  note({ at: at });
  dropLeftOver();
  var report = drain(portsOf(settings), syncSettings(settings), runAllOn(settings), {
   which: which,
   budgetSeconds: BUDGET_SECONDS,
   onBroken: function(id, caught) {
    return log().error("idcs-password-sync: the entry ".concat(id, " can't be handled: ").concat(describe(caught)));
   }
  });
  note(__assign({ at: at }, report));
  return report;
 }
 function lastDrain() {
  var text2 = lastRuns().get("due");
  return text2 === null ? null : JSON.parse(text2);
 }
 function lastRuns() {
  return sharedStrings("last drain", 2);
 }

 // scripts-ts/idm/doubles.ts
 var MOST = 1e4;
 function doublesIn(path) {
  var ids;
  try {
   var result = idm().query(path, { _queryFilter: "true", _pageSize: MOST }, ["_id"]).result;
   ids = copy(result).map(function(_a) {
    var _id = _a._id;
    return _id;
   });
  } catch (_unanswered) {
   return null;
  }
  if (ids.length >= MOST)
   return null;
  ids.sort();
  return ids.filter(function(id, index) {
   return id === ids[index - 1] && id !== ids[index - 2];
  }).length;
 }

 // scripts-ts/idm/oracle-state.ts
 function oracleState(_a) {
  var baseUrl = _a.baseUrl, rate = _a.rate;
  var limits = limitsOf(rate);
  var used = {};
  var _loop_1 = function(group2) {
   var limit2 = limits[group2];
   var now = elapsed();
   used[group2] = {
    taken: meterOf(baseUrl, group2, limits).exclusively(function(cells) {
     return taken(cells, limit2, now);
    }),
    perMinute: limit2.perMinute
   };
  };
  for (var _i = 0, GROUPS_1 = GROUPS; _i < GROUPS_1.length; _i++) {
   var group = GROUPS_1[_i];
   _loop_1(group);
  }
  return { gate: current(gateTo(baseUrl).read(), /* @__PURE__ */ new Date()), rate: used };
 }

 // scripts-ts/idm/health.ts
 function health(settings) {
  var version = settings.version, environment = settings.environment, scripts = settings.scripts, delivery = settings.delivery, idcs = settings.idcs, outbox = settings.outbox;
  var box = repositoryOutbox(outbox.path);
  return {
   version: "0.1.0",
   settings: { version: version, environment: environment, scripts: scripts, mode: delivery.mode, nodes: idcs.rate.nodes },
   node: property("openidm.node.id"),
   time: (/* @__PURE__ */ new Date()).toISOString(),
   upSeconds: upSeconds(),
   java: hasJava(),
   objection: objection(settings),
   keystore: keystoreCost(),
   references: references(),
   ids: [outbox.path, outbox.keysPath].map(idsOf),
   drain: {
    last: lastDrain(),
    overdue: box.due(new Date((/* @__PURE__ */ new Date()).getTime() - OVERDUE_MS), 1).length > 0,
    job: job()
   },
   tls: tried(function() {
    if (idcs.transport !== "java" || !hasJava())
     return;
    httpClient(idcs);
    proxyHeaders(idcs.proxy);
   }),
   credentials: tried(function() {
    var credentials = credentialsOf(idcs);
    if (credentials.kind === "assertion")
     credentials.sign("");
    else
     credentials.secret();
   }),
   queue: { size: box.inState(["pending", "delivering"]).length, parked: box.inState(["parked"]).length },
   oracle: oracleState(idcs),
   oracleAhead: oracleAhead(idcs.baseUrl)
  };
 }
 function upSeconds() {
  if (!hasJava())
   return null;
  return Math.floor(Number(jdk().lang.management.ManagementFactory.getRuntimeMXBean().getUptime()) / 1e3);
 }
 var OVERDUE_MS = 5 * 60 * 1e3;
 function tried(run2) {
  try {
   run2();
   return { well: true };
  } catch (caught) {
   return { well: false, reason: describe(caught) };
  }
 }
 var TRIES = 3;
 function keystoreCost() {
  var sealed = "";
  var fastest = function(run2) {
   var best = Infinity;
   for (var count = 0; count < TRIES; count++) {
    var start = (/* @__PURE__ */ new Date()).getTime();
    run2();
    best = Math.min(best, (/* @__PURE__ */ new Date()).getTime() - start);
   }
   return best;
  };
  try {
   var encryptMs = fastest(function() {
    return sealed = seal("how long does this take");
   });
   return { encryptMs: encryptMs, decryptMs: fastest(function() {
    return idm().decrypt(JSON.parse(sealed));
   }) };
  } catch (caught) {
   return { reason: describe(caught) };
  }
 }
 function references() {
  var text2 = JSON.stringify(copy(readOrNull(SETTINGS_PATH)));
  var found = [];
  var pattern = new RegExp(REFERENCE.source, "g");
  var _loop_1 = function(match2) {
   var name = String(match2[1]);
   if (found.some(function(known2) {
    return known2.name === name;
   }))
    return "continue";
   found.push({ name: name, state: stateOf(property(name), match2[2] !== void 0) });
  };
  for (var match = pattern.exec(text2); match !== null; match = pattern.exec(text2)) {
   _loop_1(match);
  }
  return found;
 }
 function stateOf(value, hasDefault) {
  if (value === null)
   return hasDefault ? "default" : "missing";
  if (/^\s*$/.test(value))
   return "empty";
  try {
   var clear = reveal(value);
   return clear === "" ? "empty" : clear === value ? "plain" : "unsealed";
  } catch (_undecryptable) {
   return "sealed";
  }
 }
 function idsOf(path) {
  try {
   removeEarlier(path);
  } catch (caught) {
   var code = codeOf(caught);
   if (code === 400 || code === 404)
    return { path: path, state: "absent" };
   return { path: path, state: "unknown", reason: describe(caught) };
  }
  var id = "doctor-".concat(nonce());
  var outcome = __assign({ path: path }, createTwice(path, id));
  var tidied = removeAll("".concat(path, "/").concat(id)) ? outcome : __assign(__assign({}, outcome), { left: id });
  return outcome.state === "ambiguous" ? __assign(__assign({}, tidied), { doubles: doublesIn(path) }) : tidied;
 }
 function createTwice(path, id) {
  var entry = { schema: 0, state: PROBE, due: "9999-12-31T23:59:59.999Z", since: (/* @__PURE__ */ new Date()).toISOString() };
  try {
   idm().create(path, id, entry);
   idm().create(path, id, entry);
   return { state: "ambiguous" };
  } catch (caught) {
   return codeOf(caught) === 412 ? { state: "unique" } : { state: "unknown", reason: describe(caught) };
  }
 }
 var PROBE = "probe";
 var EARLIER_MS = 5 * 60 * 1e3;
 function removeEarlier(path) {
  var params = { _queryFilter: 'state eq "'.concat(PROBE, '"'), _pageSize: 100 };
  var found = copy(idm().query(path, params, ["_id", "since"]).result);
  var limit2 = new Date((/* @__PURE__ */ new Date()).getTime() - EARLIER_MS).toISOString();
  for (var _i = 0, found_1 = found; _i < found_1.length; _i++) {
   var _a = found_1[_i], _id = _a._id, since = _a.since;
   if (/^doctor-/.test(_id) && !(since && since > limit2))
    removeAll("".concat(path, "/").concat(_id));
  }
 }
 var REMOVALS = 4;
 function removeAll(path) {
  for (var count = 0; count < REMOVALS; count++) {
   try {
    var left = readOrNull(path);
    if (left === null)
     return true;
    idm().delete(path, String(left._rev));
   } catch (_busy) {
   }
  }
  return false;
 }
 function job() {
  var read = copy(readOrNull("scheduler/job/passwordSyncRetry"));
  if (read === null)
   return null;
  var next = read.nextRunDate;
  return {
   enabled: read.enabled === true,
   persisted: read.persisted === true,
   schedule: String(read.schedule),
   next: typeof next === "string" ? next : null
  };
 }
 function oracleAhead(baseUrl) {
  var text2 = sharedStrings("clocks", 16).get(baseUrl);
  if (text2 === null)
   return null;
  var _a = JSON.parse(text2), min = _a.min, max = _a.max, at = _a.at;
  return { seconds: Math.round((min + max) / 2e3), at: new Date(at).toISOString() };
 }

 // scripts-ts/entry/endpoint.ts
 function run() {
  var settings = readSettings();
  var action = String(request.action);
  switch (String(request.method)) {
   case "read": {
    var outbox = repositoryOutbox(settings.outbox.path);
    var queue = {
     size: outbox.inState(["pending", "delivering"]).length,
     parked: outbox.inState(["parked"]).length
    };
    var version = settings.version, environment = settings.environment, target = settings.target;
    var oracle2 = oracleState(settings.idcs);
    return {
     version: version,
     environment: environment,
     target: target,
     queue: queue,
     counters: counters(),
     oracle: oracle2,
     text: prometheusText(target, queue, oracle2)
    };
   }
   case "action":
    if (action === "drain")
     return drainNow(settings, "undelivered");
    if (action === "health")
     return health(settings);
    throw { code: 400, message: "The action '".concat(action, "' is not known: use drain or health") };
   default:
    throw { code: 405, message: "Use GET, or POST with _action=drain or _action=health" };
  }
 }

 // start:endpoint
 __idcsPasswordSync.run = run;
})();
__idcsPasswordSync.run();
