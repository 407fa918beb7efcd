/** Stewards, those about whom they decide, and what is one's own, at their phones. */
import "./own.contract.ts";
import "./stewards.contract.ts";
