/** The page without a network, on the narrowest phone, with a wrong clock, and in several tabs. */
import "./kept.contract.ts";
import "./narrow.contract.ts";
import "./offline.contract.ts";
import "./renewal.contract.ts";
