/* forgerock-idcs-password-sync 0.1.0, from scripts-ts/entry/postDelete.ts. Generated: do not edit. */
var __idcsPasswordSync = {};
(function() {
 // scripts-ts/idm/java.ts
 function jdk() {
  return java;
 }
 function jdkx() {
  return javax;
 }
 function utf8(text) {
  return new java.lang.String(text).getBytes(java.nio.charset.StandardCharsets.UTF_8);
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

 // scripts-ts/sync/record.ts
 var SCHEMA = 1;
 function after(now, seconds) {
  return new Date(now.getTime() + seconds * 1e3).toISOString();
 }
 function expire(record, reason, settings, now) {
  var due = after(now, settings.keepDeliveredHours * 3600);
  return __assign(__assign({}, common(record)), { state: "expired", intents: [], reason: reason, due: due });
 }
 function expireDeleted(record, settings, now) {
  var _a = expire(record, "the user was deleted", settings, now), _delivered = _a.delivered, _refused = _a.refused, rest = __rest(_a, ["delivered", "refused"]);
  return rest;
 }
 function common(record) {
  var schema = record.schema, target = record.target, user = record.user, salt = record.salt, intents = record.intents, due = record.due, since = record.since, attempts = record.attempts, mark = record.mark, delivered = record.delivered, refused = record.refused;
  return __assign(__assign(__assign({ schema: schema, target: target, user: user, salt: salt, intents: intents, due: due, since: since, attempts: attempts }, mark && { mark: mark }), delivered && { delivered: delivered }), refused && { refused: refused });
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

 // scripts-ts/sync/ids.ts
 function recordId(target, ref) {
  return "".concat(target, ".").concat(safe(ref.object), ".").concat(safe(ref.id));
 }
 function safe(part) {
  return part.replace(/[^A-Za-z0-9_-]/g, function(character) {
   return "~".concat(character.charCodeAt(0).toString(16), ".");
  });
 }

 // scripts-ts/sync/intent.ts
 var MAX_CONFLICTS = 8;
 function closeDeleted(ports, settings, ref) {
  var id = recordId(settings.target, ref);
  for (var conflicts = 0; conflicts < MAX_CONFLICTS; conflicts++) {
   var stored2 = ports.outbox.read(id);
   if (stored2 === null || stored2.entry.state === "unbound")
    return;
   var closed = expireDeleted(stored2.entry, settings, ports.now());
   if (ports.outbox.replace(id, stored2.revision, closed).kind === "written")
    return;
  }
 }

 // scripts-ts/entry/postDelete.ts
 function run() {
  lenient("postDelete", function(settings) {
   var ref = userRef(bound.oldObject()._id);
   oracleIds(settings.idcs.baseUrl).drop(ref);
   closeDeleted(intentPorts(settings), syncSettings(settings), ref);
  });
 }

 // start:postDelete
 __idcsPasswordSync.run = run;
})();
__idcsPasswordSync.run();
