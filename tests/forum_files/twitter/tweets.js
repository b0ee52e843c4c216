window.YTD.tweets.part0 = [
  {
    "tweet": {
      "id": "3001",
      "id_str": "3001",
      "created_at": "Tue Mar 02 08:00:00 +0000 2021",
      "full_text": "The letter of $AAA is &lt;empty&gt;",
      "retweeted": false,
      "entities": {
        "symbols": [
          {
            "text": "AAA"
          }
        ]
      }
    }
  },
  {
    "tweet": {
      "id": "3002",
      "id_str": "3002",
      "created_at": "Tue Mar 02 09:00:00 +0000 2021",
      "full_text": "RT @luchs_l: $AAA &gt; 3 % down, sold",
      "retweeted": false
    }
  },
  {
    "tweet": {
      "id": "3003",
      "id_str": "3003",
      "created_at": "Tue Mar 02 10:00:00 +0000 2021"
    }
  }
]
