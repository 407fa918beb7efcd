/*
 * A failover: a copy of the database without its last commits takes over, and nobody acts on it
 * while one who knew the old database still may.
 *
 *     first to join the new timeline: all others removed ──WATCH of own ticks──► steady: acting
 *
 * One member joined before: it may be missing from the copy, or be in it. The newcomer joins after.
 * The old database answers nobody once the copy has taken over, but answers of it are still on their
 * way. Requests of the former member may reach the copy, among them its own word that the group is
 * steady. Ticks and clocks are those of lease.pml.
 *
 * Rule P15: docs/spec/partition.md.
 */
#define ACT 8
#define WATCH 10
#define EVERY 9

/* The mutants, each a rule broken. */
#ifdef NO_QUIET_TIME
#define QUIET 0
#else
#define QUIET WATCH
#endif
#ifdef BELIEVE_FORMER
#define IS_BELIEVED true
#else
#define IS_BELIEVED (isCopied && isAnew)
#endif
#ifdef KEEP_STEADY
#define NOT_STEADY skip
#else
#define NOT_STEADY isSteady = false
#endif
#ifdef KEEP_FORMER /* it is neither removed nor does it look at the timeline: either is enough */
#define REMOVE_FORMER skip
#define IS_KNOWN true
#else
#define REMOVE_FORMER isCopied = false
#define IS_KNOWN (!answeredByCopy)
#endif

mtype = { IDLE, SENT, ANSWERED };

/* The database: has the copy taken over, does it have the former member's row, has anyone joined
   it, and may those who joined act? */
bool isOver;
bool isCopied;
bool isAnew;
bool isSteady = true;

/* The former member. */
byte actsFor = ACT;
mtype beat = IDLE;
byte sentFor;
bool answeredByCopy;
bool isSteadySent = true;
bool isGone;

/* The newcomer. */
mtype join = IDLE;
byte waitedFor;
bool hasJoined;
bool acts;

byte steady[2] = EVERY; /* ticks since that clock was last wrong */
byte mine;
byte theirs;

inline count(ticks, more, max) {
  if
  :: ticks + more < max -> ticks = ticks + more
  :: else -> ticks = max
  fi
}

/* What a clock counts of one true tick: 1, seldom 0 or 2. */
inline goOn(clock, counted) {
  if
  :: counted = 1;
     if
     :: steady[clock] < EVERY -> steady[clock]++
     :: else
     fi
  :: steady[clock] == EVERY -> counted = 0; steady[clock] = 1
  :: steady[clock] == EVERY -> counted = 2; steady[clock] = 1
  fi
}

inline endBeat() {
  beat = IDLE;
  sentFor = 0;
  answeredByCopy = false
}

active proctype World() {
  do
  :: atomic {
       goOn(0, mine);
       goOn(1, theirs);
       if
       :: actsFor > mine -> actsFor = actsFor - mine
       :: else -> actsFor = 0
       fi;
       if
       :: beat != IDLE -> count(sentFor, mine, ACT)
       :: else
       fi;
       if
       :: hasJoined -> count(waitedFor, theirs, WATCH)
       :: else
       fi;
       mine = 0;
       theirs = 0
     }
  :: atomic { !isOver -> isOver = true;
       if
       :: isCopied = true
       :: isCopied = false
       fi
     }

  /* The former member. Without its row, or on another timeline, it drops everything. */
  :: atomic { beat == IDLE && !isGone -> beat = SENT }
  :: atomic { beat == SENT && !isOver -> beat = ANSWERED }
  :: atomic { beat == SENT && isOver -> beat = ANSWERED; answeredByCopy = true;
       if
       :: isCopied
       :: !isCopied -> isGone = true
       fi
     }
  :: atomic { beat == ANSWERED ->
       if
       :: !isGone && IS_KNOWN && ACT - sentFor > actsFor -> actsFor = ACT - sentFor
       :: isGone || !IS_KNOWN -> isGone = true; actsFor = 0
       :: else
       fi;
       endBeat();
       assert(!(acts && actsFor > 0))
     }
  :: atomic { beat != IDLE -> endBeat() }
  :: atomic { isSteadySent && isOver ->
       isSteadySent = false;
       if
       :: IS_BELIEVED -> isSteady = true
       :: else
       fi
     }

  /* The newcomer. */
  :: atomic { isOver && join == IDLE ->
       isAnew = true;
       REMOVE_FORMER;
       NOT_STEADY;
       join = SENT }
  :: atomic { join == SENT && !hasJoined -> hasJoined = true }
  :: atomic { hasJoined && waitedFor >= QUIET && !isSteady -> isSteady = true }
  :: atomic { hasJoined && isSteady && !acts ->
       acts = true;
       assert(actsFor == 0);
#ifdef REACH
       assert(false)
#endif
     }
  od
}
