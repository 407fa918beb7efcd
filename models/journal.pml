/*
 * A room's journal: every operation once and in order, and none acknowledged that is not in it.
 *
 *     client ──operation──► owner ──one transaction: fence, dedupe, append──► journal
 *            ◄──acknowledged, after the commit──
 *
 * One client, an operation at a time, sent again over each new connection until it is acknowledged.
 * A member is buried at any moment and goes on as owner; it may break off after any step, so a
 * commit's outcome may stay unknown. The client leaves acknowledgements of a lower fence than it has
 * seen.
 *
 * Rules P9, P10, P15: docs/spec/partition.md.
 */
#define MEMBERS 2 /* with three owners after each other, by CLAIMS */
#define OPERATIONS 2
#define CLAIMS 3
#define JOURNAL 4 /* room for what only mutants append */
#define NOBODY 255

/* The mutants, each a rule broken. */
#ifdef NO_DEDUPE
#define IS_NEW true
#else
#define IS_NEW (taken < operation)
#endif
#ifdef DEDUPE_APART
#define NOTE_WITH skip
#define NOTE_AFTER taken = operation
#else
#define NOTE_WITH taken = operation
#define NOTE_AFTER skip
#endif
#ifdef NO_FENCE
#define IS_OWNER true
#else
#define IS_OWNER (owner == me && fence == held)
#endif

/* The database: the partition of the room, its journal, and the last operation that was taken. */
bool isDead[MEMBERS];
byte owner = NOBODY;
byte fence;
byte entry[JOURNAL];
byte length;
byte taken;

/* The client: where it is connected, its operation, the highest fence that it has heard. */
byte connected = NOBODY;
byte wanted = 1;
byte heard;

/* On the connection: an operation to the owner, an acknowledgement and its fence back. */
byte asked;
byte acknowledged;
byte under;

inline disconnect() {
  connected = NOBODY;
  asked = 0;
  acknowledged = 0;
  under = 0
}

inline acknowledge() {
  if
  :: connected == me -> acknowledged = operation; under = held
  :: else
  fi
}

proctype Member(byte me) {
  byte held;
  byte loaded;
  byte operation;
  bool isCommitted;
end:
  do
  :: d_step { held == 0 && fence < CLAIMS && (owner == NOBODY || isDead[owner]) && !isDead[me] ->
       fence++;
       owner = me;
       held = fence;
       loaded = length
     }
  :: d_step { !isDead[me] -> isDead[me] = true }
  :: d_step { held != 0 && operation == 0 && connected == me && asked != 0 ->
       operation = asked;
       asked = 0;
#ifdef ACKNOWLEDGE_EARLY
       acknowledge();
#endif
       isCommitted = false
     }
  :: d_step { operation != 0 && !isCommitted && IS_OWNER && length < JOURNAL ->
       if
       :: IS_NEW ->
          assert(loaded == length);
          assert(operation == 1 + (length > 0 -> entry[length - 1] : 0));
          entry[length] = operation;
          length++;
          loaded = length;
          NOTE_WITH
       :: else
       fi;
       isCommitted = true
     }
  :: d_step { operation != 0 && isCommitted ->
       NOTE_AFTER;
       acknowledge();
       operation = 0;
       isCommitted = false
     }
  /* The commit is refused, or its outcome is not known: no acknowledgement, and it is through. */
  :: d_step { held != 0 ->
       if
       :: owner == me && fence == held -> owner = NOBODY
       :: else
       fi;
       held = 0;
       loaded = 0;
       operation = 0;
       isCommitted = false;
       if
       :: connected == me -> disconnect()
       :: else
       fi;
       skip
     }
  /* It is killed: the row still says that it owns the room. */
  :: d_step { held != 0 && isDead[me] -> held = 0; loaded = 0; operation = 0; isCommitted = false }
  od
}

active proctype Client() {
end:
  do
  :: atomic { connected == NOBODY && wanted <= OPERATIONS ->
       if
       :: connected = 0
       :: connected = 1
       fi;
       asked = wanted
     }
  :: d_step { connected != NOBODY -> disconnect() }
  :: d_step { acknowledged == wanted && under >= heard ->
       heard = under;
       assert(length >= wanted && entry[wanted - 1] == wanted);
       wanted++;
       acknowledged = 0;
       under = 0;
       asked = (wanted <= OPERATIONS -> wanted : 0);
#ifdef REACH
       assert(wanted <= OPERATIONS || fence < CLAIMS);
#endif
       skip
     }
  od
}

init {
  atomic {
    byte each;
    for (each : 0 .. MEMBERS - 1) { run Member(each) }
  }
}
