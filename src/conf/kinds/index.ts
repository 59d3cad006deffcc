import type { Kind } from '../kind';
import { access } from '../access';
import { audit } from './audit';
import { authentication } from './authentication';
import { custom } from './custom';
import { endpoint } from './endpoint';
import { managed } from './managed';
import { policy } from './policy';
import { provisioner } from './provisioner';
import { datasource, jdbc, orientdb } from './repositories';
import { router } from './router';
import { schedule } from './schedule';
import { cluster, email, kba, propertymap, scheduler, script, selfservice, uiContext, workflow } from './services';
import { sync } from './sync';

export const kinds: readonly Kind[] = [
  ...[
    managed,
    policy,
    schedule,
    endpoint,
    custom,
    provisioner,
    orientdb,
    jdbc,
    datasource,
    audit,
    access,
    router,
    authentication,
  ],
  ...[sync, scheduler, cluster, email, uiContext, workflow, selfservice, kba, propertymap, script],
];
