t.jaar_van, t.jaar_tot, t.onderwerp, t.kaart_id, t.klasse, t.groep, t.maat, t.is_verandering, t.is_studie,
    t.inwoners, t.aandeel, t.buurten, t.waarde, t.waarde_gemeten, t.waarde_van, t.waarde_tot, t.schatting, t.laag, t.hoog,
    t.kans_ongunstiger, t.kans_gunstiger, t.oordeel, t.reden, t.rang, t.rang_van, t.dekking, t.toelichting
