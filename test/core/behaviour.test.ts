import { behaves } from '../behaviour/suite';

describe('the bundle on the IDM core', () => behaves('core'));
