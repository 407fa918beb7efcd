/** The page without a network, on the narrowest phone, and with a wrong clock. */
import "./narrow.contract.ts";
import "./offline.contract.ts";
import "./renewal.contract.ts";
