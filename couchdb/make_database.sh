#!/bin/sh
# Makes a database for one book, and a user who may use that database and nothing else.
#
#   couchdb/make_database.sh https://admin:PASSWORD@couch.example.com customers ann 'a password for ann'
#
# Then, in Burrow: Settings, Other devices, Start, with https://couch.example.com/customers, ann and that password.
set -eu
[ $# = 4 ] || { sed -n '2,7s/^# \{0,1\}//p' "$0"; exit 1; }
server=${1%/} database=$2 user=$3 password=$4
case $database$user in *[!a-z0-9_-]*) echo "database and user: small letters, digits, - and _"; exit 1 ;; esac
case $password in *[\"\\]*) echo "a password without quotes and backslashes, please"; exit 1 ;; esac
put() { curl --fail-with-body --silent --show-error -X PUT "$server/$1" -H 'Content-Type: application/json' -d "$2"; }
put "_users/org.couchdb.user:$user" "{\"name\":\"$user\",\"password\":\"$password\",\"roles\":[],\"type\":\"user\"}"
put "$database" '{}'
put "$database/_security" "{\"admins\":{\"names\":[],\"roles\":[]},\"members\":{\"names\":[\"$user\"],\"roles\":[]}}"
# Old versions of documents are not needed: two devices that meet in one join what they have.
put "$database/_revs_limit" '50'
echo "The database $database is there, and $user may use it."
