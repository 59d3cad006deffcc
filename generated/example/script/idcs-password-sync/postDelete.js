/* forgerock-idcs-password-sync 0.1.0, from scripts-ts/entry/postDelete.ts. Generated: do not edit. */
var idmRequire = require;
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
 function __rest(source, taken) {
  var rest = {};
  for (var key in source) {
   if (owns(source, key) && taken.indexOf(key) < 0)
    rest[key] = source[key];
  }
  return rest;
 }

 // scripts-ts/oracle/tiers.ts
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
 function runScript(name) {
  return idmRequire("idcs-password-sync/".concat(name));
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
    var known = get(key);
    if (known === null)
     values[own2(key)] = value;
    return known;
   },
   remove: function(key) {
    var known = get(key);
    delete values[own2(key)];
    return known;
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
   return hasJava() ? new (jdk()).util.concurrent.atomic.LongAdder() : localAdder();
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
 function countDropped() {
  counter("dropped").add(1);
 }

 // scripts-ts/idm/settings.ts
 var SETTINGS_PATH = "config/custom/idcsPasswordSync";
 function readSettings() {
  var read = idm().read(SETTINGS_PATH);
  if (read === null)
   throw { code: 500, message: "conf/custom-idcsPasswordSync.json is not loaded" };
  return complete(resolve(copy(read)));
 }
 function complete(settings) {
  return __assign(__assign({}, settings), { audit: settings.audit || { topic: "activity" }, scripts: settings.scripts || "files" });
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

 // scripts-ts/sync/record.ts
 var SCHEMA = 2;
 function common(record) {
  var schema = record.schema, target = record.target, user = record.user, key = record.key, salt = record.salt, intents = record.intents, marks = record.marks, held2 = record.held, lastKnownSet = record.lastKnownSet, refused = record.refused, due = record.due, since = record.since, attempts = record.attempts;
  return __assign(__assign(__assign(__assign({ schema: schema, target: target, user: user, key: key, salt: salt, intents: intents, marks: marks }, held2 && { held: held2 }), lastKnownSet && { lastKnownSet: lastKnownSet }), refused && { refused: refused }), { due: due, since: since, attempts: attempts });
 }
 function isLive(lease, now) {
  return Date.parse(lease.until) > now.getTime();
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
  var objection = objectionTo(value, shape);
  return objection === null ? null : "the entry is damaged: ".concat(objection);
 }
 function shown(value) {
  return String(JSON.stringify(value)).slice(0, 40);
 }
 function objectionTo(value, shape) {
  if (typeof value !== "object" || value === null)
   return "no object";
  var object2 = value;
  for (var key in object2)
   if (own(shape, key) === void 0)
    return '"'.concat(key, '" is not known');
  for (var key in shape)
   if (!shape[key](object2[key]))
    return '"'.concat(key, '" is missing or wrong');
  return null;
 }
 function own(object2, key) {
  return Object.prototype.hasOwnProperty.call(object2, key) ? object2[key] : void 0;
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
  var known = text2 === null ? null : JSON.parse(text2);
  var now = (/* @__PURE__ */ new Date()).getTime();
  if (known !== null && now - known.checkedAt < CHECK_MS && now >= known.checkedAt)
   return known;
  var stored2 = readOrNull("".concat(keysPath, "/").concat(KEY_ID));
  var same = stored2 !== null && known !== null && known.id === String(stored2.id) && known.sealed === String(stored2.sealed);
  var key = same ? known : stored2 === null ? makeKey(keysPath) : unsealed(stored2) || makeKey(keysPath, stored2);
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
   keepsHash: function(object2) {
    return hasSecureHash(object2, settings.user.password);
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
 function hmac(_a, text2) {
  var key = _a.hex;
  if (!hasJava())
   return hex(hmacSha256(fromHex(key), utf8Bytes(text2)));
  var mac = jdkx().crypto.Mac.getInstance(HMAC);
  mac.init(new (jdkx()).crypto.spec.SecretKeySpec(bytesOf2(key), HMAC));
  return hexOf(mac.doFinal(utf8(text2)));
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
 function hasSecureHash(object2, property2) {
  var config = copy(idm().read("config/managed"));
  var objects = config !== null && config.objects instanceof Array ? config.objects : [];
  return objects.some(function(_a) {
   var name = _a.name, schema = _a.schema;
   var properties = schema && schema.properties;
   var password = properties && properties[property2];
   return name === object2 && !!(password && password.secureHash);
  });
 }

 // scripts-ts/idm/hook.ts
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

 // scripts-ts/idm/in-hand.ts
 var MAX_AGE_MS = 6e4;
 var MAX_REQUESTS = 2e3;
 function keepInHand(nonce2, password) {
  dropLeftOver();
  sharedStrings("in hand", MAX_REQUESTS).put(nonce2, "".concat((/* @__PURE__ */ new Date()).getTime(), " ").concat(password));
 }
 function dropLeftOver() {
  var now = (/* @__PURE__ */ new Date()).getTime();
  sharedStrings("in hand", MAX_REQUESTS).removeWhere(function(_nonce, kept) {
   return now - Number(kept.slice(0, kept.indexOf(" "))) > MAX_AGE_MS;
  });
 }
 function takeFromHand(nonce2) {
  var kept = sharedStrings("in hand", MAX_REQUESTS).take(nonce2);
  return kept === null ? null : kept.slice(kept.indexOf(" ") + 1);
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
 function handoverPorts(settings, background) {
  if (background === void 0) {
   background = function() {
    return void 0;
   };
  }
  return __assign(__assign({}, hookPorts(settings)), { inHand: { keep: keepInHand, take: takeFromHand }, background: background });
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

 // scripts-ts/sync/ids.ts
 function recordId(target, ref) {
  return "".concat(target, ".").concat(safe(ref.object), ".").concat(safe(ref.id));
 }
 function safe(part) {
  return part.replace(/[^A-Za-z0-9_-]/g, function(character) {
   return "~".concat(character.charCodeAt(0).toString(16), ".");
  });
 }

 // scripts-ts/sync/learned.ts
 function withoutMark(record, owner) {
  return __assign(__assign({}, record), { marks: record.marks.filter(function(mark2) {
   return mark2.owner !== owner;
  }) });
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

 // scripts-ts/sync/transitions.ts
 function release(record, due, failure2, countsAsAttempt) {
  if (countsAsAttempt === void 0) {
   countsAsAttempt = false;
  }
  var attempts = record.attempts + (countsAsAttempt ? 1 : 0);
  return __assign(__assign(__assign({}, common(record)), { state: "pending", attempts: attempts, due: due }), failure2 && { failure: failure2 });
 }
 function noteDeleted(record, now) {
  var left = forgotten(record);
  if (left.state === "delivering" && isLive(left.lease, now))
   return left;
  return release(left, now.toISOString());
 }
 function forgotten(record) {
  var _held = record.held, _refused = record.refused, rest = __rest(record, ["held", "refused"]);
  return rest;
 }
 function settle(record, _a) {
  var settled = _a.settled;
  var intents = record.intents.map(function(intent2) {
   return intent2.nonce === settled ? __assign(__assign({}, intent2), { settled: true }) : intent2;
  });
  return __assign(__assign({}, record), { intents: intents });
 }

 // scripts-ts/sync/leave-to-drain.ts
 function leaveToDrain(ports, settings, job) {
  rewrite(ports, recordId(settings.target, job.ref), function(record) {
   if (record === null)
    return null;
   var settled = settle(record, job);
   if (settled.state === "delivering" && settled.lease.owner !== job.owner)
    return settled;
   return release(job.unsent ? withoutMark(settled, job.owner) : settled, ports.now().toISOString());
  });
 }

 // scripts-ts/idm/pool.ts
 function deliver(job, endBy) {
  if (endBy === void 0) {
   endBy = null;
  }
  return runScript("deliver").deliver(job, endBy);
 }
 var IDLE_SECONDS = 30;
 function handOver(settings) {
  if (settings.delivery.mode !== "background")
   return function(job) {
    return deliverInline(settings, job);
   };
  if (hasJava() && settings.scripts === "files")
   return function(job) {
    return deliverInBackground(settings, job);
   };
  return function(job) {
   return leaveToDrain(hookPorts(settings), syncSettings(settings), job);
  };
 }
 function deliverInBackground(settings, job) {
  var executor = pool(settings, "delivery");
  if (executor.getQueue().size() >= settings.delivery.queueLimit) {
   countDropped();
   log().warn("idcs-password-sync: the background queue is full; the schedule will deliver");
   return;
  }
  executor.execute(task(settings, executor, job));
 }
 function deliverInline(settings, job) {
  var endBy = new Date((/* @__PURE__ */ new Date()).getTime() + settings.delivery.inlineSeconds * 1e3);
  var next = deliver(job, endBy);
  if (next.kind === "again" && hasJava())
   scheduleNext(settings, pool(settings, "delivery"), next);
 }
 function task(settings, executor, job) {
  return new (jdk()).lang.Runnable({
   run: function() {
    try {
     var next = deliver(job);
     if (next.kind === "again")
      scheduleNext(settings, executor, next);
    } catch (caught) {
     log().error("idcs-password-sync: a delivery broke, the schedule will repeat it: ".concat(describe(caught)));
    }
   }
  });
 }
 function scheduleNext(settings, executor, next) {
  if (executor.isShutdown())
   return;
  var milliseconds = next.afterSeconds * 1e3;
  executor.schedule(task(settings, executor, next.job), milliseconds, jdk().util.concurrent.TimeUnit.MILLISECONDS);
 }
 function pool(_a, purpose) {
  var version = _a.version, delivery = _a.delivery;
  var name = "".concat(purpose, " pool ").concat(version, " ").concat(delivery.threads);
  var known = once(name, function() {
   return newPool(delivery.threads);
  });
  if (!known.isShutdown()) {
   retireOthers(purpose, name);
   return known;
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
 function retireOthers(purpose, current) {
  for (var _i = 0, _a = named("".concat(purpose, " pool ")); _i < _a.length; _i++) {
   var _b = _a[_i], name = _b.name, value = _b.value;
   if (name === current || value.isShutdown())
    continue;
   value.shutdown();
   if (purpose === "delivery")
    value.getQueue().clear();
  }
 }

 // scripts-ts/sync/job.ts
 function ownerOf(ports, nonce2) {
  return "".concat(ports.worker(), " ").concat(nonce2);
 }
 function lookJob(ports, ref) {
  var owner = ownerOf(ports, ports.nonce());
  return { ref: ref, owner: owner, settled: null, unsent: false, quickRetriesLeft: 0, waits: 0 };
 }

 // scripts-ts/sync/change.ts
 function afterDelete(ports, settings, ref) {
  var written = rewrite(ports, recordId(settings.target, ref), function(record) {
   return record === null ? null : noteDeleted(record, ports.now());
  });
  if (written !== null)
   ports.background(lookJob(ports, ref));
 }

 // scripts-ts/entry/postDelete.ts
 function run() {
  lenient("postDelete", function(settings) {
   var ref = userRef(bound.oldObject()._id);
   oracleIds(settings.idcs.baseUrl).drop(ref);
   afterDelete(handoverPorts(settings, handOver(settings)), syncSettings(settings), ref);
  });
 }

 // start:postDelete
 __idcsPasswordSync.run = run;
})();
__idcsPasswordSync.run();
