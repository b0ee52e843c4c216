Grailbird.data.tweets_2014_01 = 
 [ {
 "source": "web",
 "created_at": "2014-01-15 23:34:19 +0000",
 "id": 4001,
 "id_str": "4001",
 "text": "An old word about $AAA",
 "user": {
  "id": 7,
  "id_str": "7",
  "screen_name": "kater_k"
 }
} ]
