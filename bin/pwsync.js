#!/usr/bin/env node
'use strict';
require('../dist/pwsync.js');
