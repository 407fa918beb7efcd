/*
 * Ownership: an effect commits only for the owner of the moment, and builds on all before it.
 *
 *     free, or its owner dead ──claim: lock, look, take──► owned ──release──► free
 *
 * One partition. A member is buried at any moment and goes on: it claims, and its effects arrive,
 * as if nothing had happened. An effect arrives later than it is sent, also when the member has
 * given it up meanwhile, has released the partition and owns it anew. Each effect counts those that
 * it builds on, so a lost update shows.
 *
 * A claim raises the fence's counter; it stands for the nonce as well.
 *
 * Rules P8, P9: docs/spec/partition.md.
 */
#define MEMBERS 3
#define CLAIMS 3
#define EFFECTS 2
#define NOBODY 255
#define UNKNOWN 255

/* The mutants, each a rule broken. */
#ifdef STEAL_FROM_LIVING
#define IS_FREE true
#else
#ifdef STALE_SNAPSHOT
#define IS_FREE (owner == NOBODY || !(snapshot & (1 << owner)))
#else
#define IS_FREE (owner == NOBODY || !isMember[owner])
#endif
#endif
#ifdef STALE_SNAPSHOT
#define TAKE_SNAPSHOT snapshot = isMember[0] + 2 * isMember[1] + 4 * isMember[2]
#else
#define TAKE_SNAPSHOT skip
#endif
#ifdef CHECK_THEN_WRITE
#define HOLD_LOCK skip
#define DROP_LOCK skip
#else
#define HOLD_LOCK lock = me
#define DROP_LOCK lock = NOBODY
#endif
#ifdef OWNER_ALONE
#define IS_OWNERSHIP(of) (owner == me)
#else
#define IS_OWNERSHIP(of) (owner == me && fence == of)
#endif
#ifdef LOAD_BEFORE_CLAIM
#define FRESH(then) then
#else
#define FRESH(then) UNKNOWN
#endif

/* The database: who is a member, and the row of the partition with its lock. */
bool isMember[MEMBERS];
byte joined;
byte owner = NOBODY;
byte fence;
byte lock = NOBODY;

/* What the effects have made, and the fence of the last. */
byte written;
byte writtenUnder;

mtype = { IDLE, WAITING, LOCKED, FREE };

proctype Member(byte me) {
  bool hasJoined;
  mtype claim = IDLE;
  byte snapshot;
  /* The ownership that it believes in, 0 for none, and how much had been written when it loaded. */
  byte held;
  byte loaded = UNKNOWN;
  /* Its effect on the way: under which fence, on top of what, and whether it has the lock. */
  byte sent;
  byte sentOn;
  bool isChecked;
end:
  do
  /* Members are alike: the first to join is called 0. */
  :: d_step { !hasJoined && joined == me -> hasJoined = true; isMember[me] = true; joined++ }
  /* Somebody buries it; it is not told. */
  :: d_step { isMember[me] -> isMember[me] = false }

  :: d_step { hasJoined && held == 0 && claim == IDLE && fence < CLAIMS ->
       TAKE_SNAPSHOT;
       loaded = FRESH(written);
       claim = WAITING
     }
  :: d_step { claim == WAITING && lock == NOBODY -> lock = me; claim = LOCKED }
  :: d_step { claim == LOCKED && isMember[me] && owner != me && IS_FREE -> claim = FREE }
  :: d_step { claim == LOCKED && (!isMember[me] || (owner != me && !IS_FREE)) ->
       claim = IDLE;
       lock = NOBODY
     }
  /* The answer says what it holds, which makes up for an answer that was lost. */
  :: d_step { claim == LOCKED && isMember[me] && owner == me ->
       held = fence;
       claim = IDLE;
       lock = NOBODY
     }
  :: d_step { claim == FREE ->
       assert(owner == NOBODY || !isMember[owner]);
       fence++;
       owner = me;
       held = fence;
       claim = IDLE;
       lock = NOBODY
     }
  :: d_step { claim == FREE -> claim = IDLE; lock = NOBODY }

  :: d_step { held != 0 && loaded == UNKNOWN -> loaded = written }
  :: d_step { held != 0 && loaded != UNKNOWN && sent == 0 -> sent = held; sentOn = loaded }
  :: d_step { sent != 0 && !isChecked && lock == NOBODY && IS_OWNERSHIP(sent) ->
       HOLD_LOCK;
       isChecked = true
     }
  :: d_step { isChecked && written < EFFECTS ->
       assert(sent >= writtenUnder);
       assert(sentOn == written);
       written++;
       writtenUnder = sent;
#ifdef REACH
       assert(written < EFFECTS || sent < CLAIMS); /* the last owner adds to what is there */
#endif
       isChecked = false;
       DROP_LOCK;
       /* Its outcome may never be known, so what comes next is loaded anew. */
       loaded = UNKNOWN;
       sent = 0
     }
  /* Refused, broken off or lost: it ends without a trace. */
  :: d_step { sent != 0 ->
       if
       :: isChecked -> DROP_LOCK
       :: else
       fi;
       isChecked = false;
       sent = 0
     }
  :: d_step { held != 0 && lock == NOBODY ->
       if
       :: IS_OWNERSHIP(held) -> owner = NOBODY
       :: else
       fi;
       held = 0;
       loaded = UNKNOWN
     }
  od
}

init {
  atomic {
    byte each;
    for (each : 0 .. MEMBERS - 1) { run Member(each) }
  }
}
