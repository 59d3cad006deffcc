/* eslint-disable @typescript-eslint/no-unused-vars -- IDM uses what is defined here. */
addPolicy({ policyId: 'no-spaces', policyExec: 'noSpaces', policyRequirements: ['NO_SPACES'] });

function noSpaces(fullObject, value) {
  return value && value.indexOf(' ') >= 0 ? [{ policyRequirement: 'NO_SPACES' }] : [];
}
