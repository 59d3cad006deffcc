/* forgerock-idcs-password-sync 0.1.0, from scripts-ts/entry/onCreate.ts. Generated: do not edit. */
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
 function leaveNote(note) {
  request.additionalParameters[NOTE] = typeof note === "string" ? note : JSON.stringify(note);
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
 function isLive(lease, now) {
  return Date.parse(lease.until) > now.getTime();
 }
 function after(now, seconds) {
  return new Date(now.getTime() + seconds * 1e3).toISOString();
 }
 function noteIntent(record, intent, fresh, lease, settings, now) {
  var known = record === null ? { intents: [], mark: void 0, delivered: void 0, refused: void 0 } : record;
  var intents = known.intents.filter(function(other) {
   return other.nonce !== intent.nonce;
  }).concat([intent]);
  if (record !== null && record.state === "delivering" && isLive(record.lease, now)) {
   return __assign(__assign({}, record), { intents: intents, attempts: 0 });
  }
  var waiting = record !== null && (record.state === "pending" || record.state === "delivering");
  var base = __assign(__assign(__assign({ schema: SCHEMA, target: fresh.target, user: fresh.user, salt: record === null ? fresh.salt : record.salt, intents: intents, since: waiting ? record.since : intent.at, attempts: 0 }, known.mark && { mark: known.mark }), known.delivered && { delivered: known.delivered }), known.refused && { refused: known.refused });
  if (lease === null)
   return __assign(__assign({}, base), { state: "pending", due: graceEnd([intent], settings) });
  var mark = known.mark || { password: intent.password, at: intent.at };
  return __assign(__assign({}, base), { mark: mark, state: "delivering", lease: lease, due: lease.until });
 }
 function leaseUntil(settings, now, pauseSeconds) {
  if (pauseSeconds === void 0) {
   pauseSeconds = 0;
  }
  return after(now, leaseSeconds(settings) + pauseSeconds);
 }
 function graceEnd(intents, settings) {
  return after(latest(intents.map(function(intent) {
   return intent.at;
  })), settings.graceSeconds);
 }
 function latest(times) {
  return new Date(Math.max.apply(null, times.map(Date.parse)));
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

 // scripts-ts/idm/users.ts
 function isStored(ref) {
  return readOrNull(pathOf(ref)) !== null;
 }
 function pathOf(ref) {
  return "repo/managed/".concat(ref.object, "/").concat(encodeURIComponent(ref.id));
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

 // scripts-ts/sync/intent.ts
 var MAX_CONFLICTS = 8;
 function noteChange(ports, settings, ref, change, run2) {
  var own = run2.nonce === null ? ports.nonce() : run2.nonce;
  return upsert(ports, settings, ref, own, run2.lease, function(salt) {
   return __assign({ nonce: own, at: ports.now().toISOString(), password: ports.fingerprint(salt, change.password) }, change.before !== null && { before: ports.fingerprint(salt, change.before) });
  });
 }
 function noteCreate(ports, settings, user, password) {
  var nonce = ports.nonce();
  var now = ports.now();
  var intent = { nonce: nonce, at: now.toISOString(), password: ports.fingerprint(nonce, password) };
  var written = ports.outbox.create(unboundId(settings.target, nonce), {
   schema: SCHEMA,
   target: settings.target,
   state: "unbound",
   object: user.object,
   userName: user.userName,
   salt: nonce,
   intent: intent,
   due: after(now, settings.graceSeconds)
  });
  if (written.kind === "conflict")
   throw tooManyConflicts();
  return { nonce: nonce, fresh: false };
 }
 function upsert(ports, settings, ref, freshSalt, takeLease, intentFor) {
  var id = recordId(settings.target, ref);
  for (var conflicts = 0; conflicts < MAX_CONFLICTS; conflicts++) {
   var stored2 = ports.outbox.read(id);
   var record = stored2 === null || stored2.entry.state === "unbound" ? null : stored2.entry;
   var now = ports.now();
   var intent = intentFor(record === null ? freshSalt : record.salt);
   var lease = !takeLease ? null : { owner: intent.nonce, until: leaseUntil(settings, now) };
   var next = noteIntent(record, intent, { target: settings.target, user: ref, salt: freshSalt }, lease, settings, now);
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

 // scripts-ts/entry/onCreate.ts
 function run() {
  lenient("onCreate", function(settings) {
   var user = bound.object();
   var password = text(user[settings.user.password]);
   if (password === null)
    return;
   var ports = intentPorts(settings);
   var sync = syncSettings(settings);
   var id = givenId();
   if (id !== null && isStored(userRef(id)))
    return;
   var userName = String(user[settings.user.userName]);
   leaveNote(id === null ? noteCreate(ports, sync, { object: objectName(), userName: userName }, password) : noteChange(ports, sync, userRef(id), { password: password, before: null }, { nonce: null, lease: false }));
  }, function() {
   return leaveNote("not noted");
  });
 }

 // start:onCreate
 __idcsPasswordSync.run = run;
})();
__idcsPasswordSync.run();
