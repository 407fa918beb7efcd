/*
 * Index mode: no two processes act under different numberings, and none has another's index.
 *
 *     joined, or a new epoch read ──► acknowledged ──all have──► acting ──newer epoch──► stopped
 *
 * A process is buried at any moment and goes on: what it does then is held back by its permit alone.
 * (That it also stops by itself in time is lease.pml.) A reading of the database is used later than
 * it is taken, and an acknowledgement arrives later than it is sent.
 *
 * Two things are asserted: processes whose row is there act under one numbering; and effects, which
 * need the permit, never go back to an earlier epoch, whoever makes them.
 *
 * Rules P1, P2, P3, P13: docs/spec/partition.md.
 */
#define PROCESSES 3
#define EPOCHS 5 /* joins, leaves and burials together */
#define LIVES EPOCHS
#define NOBODY 255

/* The mutants, each a rule broken. */
#ifdef NO_BARRIER
#define MAY_ACT true
#else
#define MAY_ACT (everyone >= seat.epoch)
#endif
#ifdef ACKNOWLEDGE_WHILE_ACTING
#define HAS_STOPPED true
#else
#define HAS_STOPPED (acting[me].epoch == 0)
#endif
#ifdef REUSE_IDS
#define IS_NEW(id) (!isMember[id]) /* an id that a burial has freed is taken again */
#else
#define IS_NEW(id) (id == born)
#endif
#ifdef KEEP_FORMER_LIFE
#define FORGET skip
#else
#define FORGET seat.epoch = 0; everyone = 0
#endif
#ifdef NO_PERMIT
#define IS_PERMITTED true
#else
#define IS_PERMITTED (isMember[life[me]] && permit[life[me]] == acting[me].epoch)
#endif
#ifdef LEAVE_HOLE
#define FILLS(id, hole) false
#else
#define FILLS(id, hole) (isMember[id] && indexOf[id] == size)
#endif
#ifdef KEEP_EPOCH
#define RAISE_EPOCH changes++
#else
#define RAISE_EPOCH changes++; epoch++
#endif

typedef Numbering { byte index; byte size; byte epoch }

/* The database: the row of the group, and of each life of a process its row and its permit. */
byte size;
byte epoch;
byte changes;
byte born;
bool isMember[LIVES];
byte indexOf[LIVES];
byte permit[LIVES];

/* Of each process: the life that it believes in, and what it acts under; epoch 0 is nothing. */
byte life[PROCESSES] = NOBODY;
Numbering acting[PROCESSES];

/* The newest epoch of an effect, and which process has made some under each of its indices. */
byte effectEpoch;
byte effectBy[PROCESSES] = NOBODY;

/* Scratch, 0 between steps. */
byte i;
byte other;

inline remove(gone) {
  isMember[gone] = false;
  size--;
  RAISE_EPOCH;
  for (i : 0 .. LIVES - 1) {
    if
    :: FILLS(i, gone) -> indexOf[i] = indexOf[gone]
    :: else
    fi
  }
  i = 0
}

/* What the answer to a heartbeat says. */
inline read() {
  seat.index = indexOf[life[me]];
  seat.size = size;
  seat.epoch = epoch;
  everyone = epoch;
  for (i : 0 .. LIVES - 1) {
    if
    :: isMember[i] && permit[i] < everyone -> everyone = permit[i]
    :: else
    fi
  }
  i = 0
}

inline checkActing() {
  assert(acting[me].index < acting[me].size);
  for (i : 0 .. PROCESSES - 1) {
    if
    :: i != me && acting[i].epoch != 0 && isMember[life[i]] && isMember[life[me]] ->
       assert(acting[i].epoch == acting[me].epoch);
       assert(acting[i].size == acting[me].size);
       assert(acting[i].index != acting[me].index)
    :: else
    fi
  }
  i = 0;
#ifdef REACH
  /* All of them act at once, one in its second life. */
  assert(acting[0].epoch < EPOCHS || acting[1].epoch < EPOCHS || acting[2].epoch < EPOCHS)
#endif
}

inline checkEffect() {
  assert(acting[me].epoch >= effectEpoch);
  if
  :: acting[me].epoch > effectEpoch ->
     effectEpoch = acting[me].epoch;
     for (i : 0 .. PROCESSES - 1) { effectBy[i] = NOBODY };
     i = 0
  :: else
  fi;
  assert(effectBy[acting[me].index] == NOBODY || effectBy[acting[me].index] == me);
  effectBy[acting[me].index] = me
}

inline stop() {
  acting[me].index = 0;
  acting[me].size = 0;
  acting[me].epoch = 0
}

inline drop() {
  stop();
  FORGET;
  asked = 0;
  life[me] = NOBODY
}

proctype Process(byte me) {
  Numbering seat;
  byte everyone;
  byte asked;
  do
  /* A joiner acts under nothing, so its permit is its own epoch. Processes are alike: the first to
     join is called 0, the second 1. */
  :: d_step { life[me] == NOBODY && changes < EPOCHS && born >= me ->
       other = 0;
       do
       :: !IS_NEW(other) -> other++
       :: else -> break
       od;
       life[me] = other;
       if
       :: other == born -> born++
       :: else
       fi;
       isMember[other] = true;
       indexOf[other] = size;
       size++;
       changes++;
       epoch++;
       permit[other] = epoch;
       if
       :: seat.epoch == 0 -> read()
       :: else
       fi;
       other = 0
     }
  /* A heartbeat is answered. */
  :: d_step { life[me] != NOBODY && !isMember[life[me]] -> drop() }
  :: d_step { life[me] != NOBODY && isMember[life[me]] -> read() }
  /* An acknowledgement is sent, and arrives; one that is older than another changes nothing. */
  :: d_step { life[me] != NOBODY && HAS_STOPPED && asked < seat.epoch -> asked = seat.epoch }
  :: d_step { life[me] != NOBODY && isMember[life[me]] && asked > permit[life[me]] ->
       permit[life[me]] = asked
     }
  :: d_step { life[me] != NOBODY && acting[me].epoch == 0 && seat.epoch != 0 && MAY_ACT ->
       acting[me].index = seat.index;
       acting[me].size = seat.size;
       acting[me].epoch = seat.epoch;
       checkActing()
     }
  :: d_step { acting[me].epoch != 0 && IS_PERMITTED -> checkEffect() }
  /* Because of a newer epoch, or because its deadline has come. */
  :: d_step { acting[me].epoch != 0 -> stop() }
  :: d_step { life[me] != NOBODY && isMember[life[me]] && acting[me].epoch == 0 && changes < EPOCHS ->
       remove(life[me]);
       drop()
     }
  /* Somebody buries it; it is not told. */
  :: d_step { life[me] != NOBODY && isMember[life[me]] && changes < EPOCHS -> remove(life[me]) }
  od
}

init {
  atomic {
    byte each;
    for (each : 0 .. PROCESSES - 1) { run Process(each) }
  }
}
