"""Run by the Python of Debian (python3-qgis): opens a layer, tells which style came with it, and renders every style.

Arguments: GeoPackage, layer, folder for pictures. Prints JSON.
"""

import json
import sys

from qgis.core import QgsApplication, QgsMapRendererParallelJob, QgsMapSettings, QgsVectorLayer
from qgis.PyQt.QtCore import QSize
from qgis.PyQt.QtGui import QColor
from qgis.PyQt.QtXml import QDomDocument


def render(layer, file):
    settings = QgsMapSettings()
    settings.setLayers([layer])
    settings.setExtent(layer.extent())
    settings.setOutputSize(QSize(500, 500))
    settings.setBackgroundColor(QColor("#ffffff"))
    job = QgsMapRendererParallelJob(settings)
    job.start()
    job.waitForFinished()
    picture = job.renderedImage()
    picture.save(file)
    found = {}
    for x in range(0, 500, 2):
        for y in range(0, 500, 2):
            name = picture.pixelColor(x, y).name()
            found[name] = found.get(name, 0) + 1
    return found


def about(layer):
    renderer = layer.renderer()
    return {
        "soort": renderer.type(),
        "veld": renderer.classAttribute() if renderer.type() == "categorizedSymbol" else None,
        "labels": [i.label() for i in renderer.legendSymbolItems()],
    }


def main():
    package, name, folder = sys.argv[1:]
    app = QgsApplication([], False)
    app.initQgis()
    layer = QgsVectorLayer(f"{package}|layername={name}", name, "ogr")
    told = {"geldig": layer.isValid(), "standaard": about(layer), "stijlen": {}}
    related, ids, names, _, error = layer.listStylesInDatabase()
    told["fout"], told["verwant"] = error, related
    for key, style in zip(ids[:related], names[:related], strict=True):
        qml, _ = layer.getStyleFromDatabase(key)
        document = QDomDocument()
        document.setContent(qml)
        taken = layer.importNamedStyle(document)
        shown = about(layer) | {"gelukt": bool(taken[0]), "melding": taken[1]}
        told["stijlen"][style] = shown | {"kleuren": render(layer, f"{folder}/{key}.png")}
    print(json.dumps(told))


main()
