# Stops the server of the data directory that is in the current folder.
#
# It waits until standard input ends, which the guardian's end brings about in
# whatever way it ends. Then the postmaster gets 5 s to stop quickly and 1.5 s
# to stop at once, and what is left then is killed. A process is ours when its
# current folder is the data directory: PostgreSQL's are, from first to last,
# also when a pid in a stale postmaster.pid has become somebody else's.
#
# Without /proc only the postmaster is found.
#
# Rules N12, N13: docs/spec/node.md.
trap '' HUP INT TERM
while read -r _; do :; done

is_ours() {
  if [ -d /proc/self ]; then
    [ "/proc/$1/cwd" -ef data ] || [ "/proc/$1/cwd" -ef data.new ]
  else
    ps -p "$1" -o comm= | grep -q postgres
  fi
}

postmaster() {
  [ -r data/postmaster.pid ] && read -r pid <data/postmaster.pid && is_ours "$pid" && echo "$pid"
}

ours() {
  if [ -d /proc/self ]; then
    for path in /proc/[0-9]*; do
      if is_ours "${path#/proc/}"; then echo "${path#/proc/}"; fi
    done
  else
    postmaster
  fi
}

gone_within() {
  tenths=$1
  while [ -n "$(ours)" ]; do
    tenths=$((tenths - 1))
    [ "$tenths" -gt 0 ] || return 1
    sleep 0.1
  done
}

ask() {
  pid=$(postmaster) && kill -"$1" "$pid" && gone_within "$2"
}

ask INT 50 || ask QUIT 15 || for _ in 1 2 3; do
  pids=$(ours)
  [ -n "$pids" ] || exit 0
  # Several pids are several words.
  # shellcheck disable=SC2086
  kill -KILL $pids
  gone_within 5 && exit 0
done
