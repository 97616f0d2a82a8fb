!function(w,d){var p=w.perennia=w.perennia||[];if(!p.load){"load identify track page group alias reset feature feedback consent help checklist sign ready".split(" ").forEach(function(n){p[n]=function(){p.push([n].concat([].slice.call(arguments)))}});var s=d.createElement("script");s.async=1;s.src="HOST/perennia.js";d.head.appendChild(s)}}(window,document);
perennia.load("WRITE_KEY");
