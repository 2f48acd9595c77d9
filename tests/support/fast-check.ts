import fc from "fast-check";

/**
 * Property tests draw the same cases each time, so that a failure is the change's and can be repeated. To look for new ones:
 * `FC_SEED=$RANDOM npm test`.
 */
fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(process.env.FC_SEED ?? 42) });
