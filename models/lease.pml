/*
 * The lease: whoever is buried has stopped acting before, though no two clocks agree.
 *
 *     heartbeat sent ─── ACT of its own ticks ──►│ acting ends
 *        its counter received ─── WATCH of the watcher's ──►│ burial
 *
 * A clock may lose or gain one tick in EVERY, at the worst moments: what is tolerated follows from
 * WATCH / ACT = (EVERY + 1) / (EVERY - 1). With DEFAULT_TIMES a tick is 0.33 s, ACT 2.6 s, WATCH
 * 3.3 s and the drift 11 %; the mutants need fewer ticks to fail. Time has no end. Requests and
 * answers take any time and may be lost. The database restarts at any moment and may take back the
 * last renewal, which need not have reached the disk.
 *
 * Of a counter that was read only is kept how far it is behind the one in the database; one that can
 * not be equal to it any more is forgotten, for no burial comes of it. The rule of the gap only
 * makes burials rarer; it is left out, so nothing shown here rests on it.
 *
 * Rules P5, P6: docs/spec/partition.md.
 */
#ifdef DEFAULT_TIMES
#define ACT 8
#define WATCH 10
#define TOLERATED 9
#else
#define ACT 4
#define WATCH 6
#define TOLERATED 5
#endif

/* The mutants, each a rule broken. */
#ifdef FASTER_CLOCKS
#define EVERY (TOLERATED - 1)
#else
#define EVERY TOLERATED
#endif
#ifdef COUNT_FROM_ANSWER
#define LEFT ACT
#else
#define LEFT (ACT - sentFor)
#endif
#ifdef ACT_ON
#define PASS(mine) skip
#else
#define PASS(mine) drop(actsFor, mine)
#endif
#ifdef WATCH_FROM_ASKING
#define WATCHED askedFor
#else
#define WATCHED 0
#endif
#ifdef WATCH_ACROSS_RESTART
#define RESTART_WATCH comeBack(readBehind); comeBack(watchedBehind)
#define FAR 2
#else
#define RESTART_WATCH endReading(); endWatch()
#endif
#ifdef BURY_ACROSS_RESTART
#define RESTART_BURIAL comeBack(buryBehind)
#define FAR 2
#else
#define RESTART_BURIAL endBurial()
#endif
#ifdef BURY_BLINDLY
#define IS_COUNTER true
#else
#define IS_COUNTER (buryBehind == 0)
#endif

/* Too far behind the counter in the database to be equal to it again. */
#ifndef FAR
#define FAR 1
#endif

mtype = { IDLE, SENT, ANSWERED };

/* The member: its own ticks for which it may act, and since its heartbeat was sent. */
byte actsFor = ACT;
mtype beat = IDLE;
byte sentFor;

/* The watcher: a reading on its way, then the counter it watches, for how many own ticks. */
mtype reading = IDLE;
byte readBehind;
byte askedFor;
bool isWatching;
byte watchedBehind;
byte watchedFor;
bool isSuspect;
mtype bury = IDLE;
byte buryBehind;

/* The database. */
bool isBuried;
byte renewedFor; /* by its own clock, which only a mutant asks */

byte steady[2] = EVERY; /* ticks since that clock was last wrong */
byte mine;
byte theirs;

inline drop(left, ticks) {
  if
  :: left > ticks -> left = left - ticks
  :: else -> left = 0
  fi
}

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

inline fallBehind(behind) {
  if
  :: behind < FAR -> behind++
  :: else
  fi
}

/* The last renewal has been taken back. */
inline comeBack(behind) {
  if
  :: behind == 1 -> behind = 0
  :: else -> behind = FAR
  fi
}

inline endWatch() {
  isWatching = false;
  watchedBehind = 0;
  watchedFor = 0;
  isSuspect = false
}

inline endReading() {
  reading = IDLE;
  readBehind = 0;
  askedFor = 0
}

inline endBurial() {
  bury = IDLE;
  buryBehind = 0
}

inline renew() {
  fallBehind(readBehind);
  fallBehind(watchedBehind);
  fallBehind(buryBehind);
  if
  :: watchedBehind == FAR || !isWatching -> endWatch()
  :: else
  fi;
  if
  :: reading != ANSWERED -> readBehind = 0
  :: else
  fi;
  if
  :: bury == IDLE -> buryBehind = 0
  :: else
  fi;
  renewedFor = 0
}

inline startAnew() {
  isWatching = true;
  watchedBehind = readBehind;
  watchedFor = WATCHED;
  isSuspect = false
}

active proctype World() {
  do
  :: atomic {
       goOn(0, mine);
       goOn(1, theirs);
       PASS(mine);
       if
       :: beat != IDLE -> count(sentFor, mine, ACT)
       :: else
       fi;
       if
       :: isWatching -> count(watchedFor, theirs, WATCH)
       :: else
       fi;
#ifdef WATCH_FROM_ASKING
       if
       :: reading != IDLE -> count(askedFor, theirs, WATCH)
       :: else
       fi;
#endif
#ifdef TRUST_DATABASE_CLOCK
       count(renewedFor, 1, WATCH);
#endif
       mine = 0;
       theirs = 0
     }

  /* The member's heartbeat. */
  :: atomic { beat == IDLE && !isBuried -> beat = SENT }
  :: atomic { beat == SENT && !isBuried -> renew(); beat = ANSWERED }
  :: atomic { beat == ANSWERED ->
       if
       :: LEFT > actsFor -> actsFor = LEFT
       :: else
       fi;
       beat = IDLE;
       sentFor = 0;
       assert(!isBuried || actsFor == 0)
     }
  :: atomic { beat != IDLE -> beat = IDLE; sentFor = 0 }
  /* One that was given up arrives after all. */
  :: atomic { !isBuried -> renew() }

  /* The watcher's heartbeat. */
  :: atomic { reading == IDLE && !isBuried -> reading = SENT }
  :: atomic { reading == SENT -> reading = ANSWERED }
  :: atomic { reading == ANSWERED ->
       if
       :: readBehind == FAR -> endWatch()
       :: readBehind != FAR && isWatching && readBehind == watchedBehind ->
          isSuspect = (watchedFor == WATCH)
       :: else -> startAnew()
       fi;
       endReading()
     }
  :: atomic { reading != IDLE -> endReading() }

  :: atomic { isSuspect && bury == IDLE && !isBuried ->
       bury = SENT;
       buryBehind = watchedBehind
     }
  :: atomic { bury == SENT ->
       if
       :: IS_COUNTER -> isBuried = true; endReading(); endWatch()
       :: else
       fi;
       endBurial();
       assert(!isBuried || actsFor == 0);
#ifdef REACH
       assert(!isBuried)
#endif
     }
  :: atomic { bury == SENT -> endBurial() }
#ifdef TRUST_DATABASE_CLOCK
  :: atomic { renewedFor = WATCH } /* it jumps */
  :: atomic { renewedFor == WATCH && !isBuried -> isBuried = true; assert(actsFor == 0) }
#endif

  /* The database starts again. Whatever the watcher was told before, or asked for, says nothing
     any more: it sees another session, and a burial that names the former one is refused. */
  :: atomic { !isBuried -> RESTART_WATCH; RESTART_BURIAL }
  od
}
