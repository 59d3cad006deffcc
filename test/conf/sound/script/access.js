/* eslint-disable @typescript-eslint/no-unused-vars -- IDM uses what is defined here. */
/** Who may ask what. */
var httpAccessConfig = {
  configs: [
    { pattern: 'info/*', roles: '*', methods: 'read', actions: '*' },
    {
      pattern: 'managed/user/*',
      roles: 'openidm-authorized',
      methods: 'read,patch',
      actions: '',
      customAuthz: 'ownDataOnly() && isWeekday()',
    },
    { pattern: '*', roles: 'openidm-admin', methods: '*', actions: '*', excludePatterns: 'repo,repo/*' },
  ],
};

function isWeekday() {
  return new Date().getDay() % 6 !== 0;
}
