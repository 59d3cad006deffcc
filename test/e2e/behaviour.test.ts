import { behaves } from '../behaviour/suite';

const server = process.env.OPENIDM_HOME;
const onServer = server ? describe : describe.skip;

onServer(server ? `the bundle on ${server}` : 'NOT RUN, FOR OPENIDM_HOME NAMES NO SERVER:', () => behaves('openidm'));
