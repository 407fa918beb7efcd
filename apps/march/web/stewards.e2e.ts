/** Stewards and those about whom they decide, at their phones. */
import "./stewards.contract.ts";
