/** Stewards, those about whom they decide, what is one's own, and a screen that goes off. */
import "./own.contract.ts";
import "./paused.contract.ts";
import "./stewards.contract.ts";
