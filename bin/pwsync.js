#!/usr/bin/env node
'use strict';
const { existsSync } = require('node:fs');
const { join } = require('node:path');

if (existsSync(join(__dirname, '../dist/pwsync.js'))) require('../dist/pwsync.js');
else {
  process.stderr.write('pwsync is not compiled yet: run npm ci in its folder.\n');
  process.exitCode = 1;
}
