import type { Courier } from './courier.ts';
import type { ResponseUrls } from './response-urls.ts';
import type { Triggers } from './triggers.ts';
import type { World } from './world.ts';

/** The parts that every act of a person needs. */
export interface Core {
  world: World;
  triggers: Triggers;
  responseUrls: ResponseUrls;
  courier: Courier;
}
