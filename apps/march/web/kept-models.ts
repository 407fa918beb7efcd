/**
 * What of a march is kept on this phone while it stands: all that its people say, and never where
 * anyone is.
 *
 * Rule W70: docs/spec/march-page.md.
 */
import type { AnyModel } from "@muster/replica";
import { alerts, credences, verdicts } from "../src/models/alerts.ts";
import { banners } from "../src/models/banners.ts";
import { posts } from "../src/models/posts.ts";

export const keptModels: readonly AnyModel[] = [banners, alerts, verdicts, credences, posts];
